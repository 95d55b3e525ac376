/* A static site: what a server would answer is answered here. Search after the rule of ask/search.py, filters of answers, and the
   query that a link hands to the page of SPARQL. What comes from data is put in as text, never as HTML. */
(function () {
  "use strict";
  var zh = document.documentElement.lang.indexOf("zh") === 0;
  function t(chinese, english) { return zh ? chinese : english; }
  function make(name, text, type) {
    var node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    if (type) node.className = type;
    return node;
  }

  /* What the address says, behind ? (forms) or # (links). */
  function asked() {
    var found = new URLSearchParams(location.search);
    var behind = location.hash.slice(1);
    if (behind.indexOf("=") > 0) new URLSearchParams(behind).forEach(function (value, name) { found.set(name, value); });
    return found;
  }
  function keep(values) {
    var query = values.toString();
    history.replaceState(null, "", location.pathname + (query ? "#" + query : ""));
    carry();
  }
  /* The other language shows the same. */
  var other = document.getElementById("language"), otherPage = other && other.getAttribute("href");
  function carry() { if (other) other.setAttribute("href", otherPage + location.search + location.hash); }
  carry();
  window.addEventListener("hashchange", carry);

  /* --- folding (ask/fold.py) */
  var LETTER = /[\p{L}\p{N}]/u, MARK = /\p{Mn}/u, NOTHING = /[\p{Cc}\p{Cf}]/u, SPACE = /[\s\u0085\u001c-\u001f]/, APOSTROPHE = /['’‘ʼ]/;
  var forms = {};
  function form(char) {
    if (char in forms) return forms[char];
    var normal = char.normalize("NFKC"), made = "";
    if (Array.from(normal).length !== 1) normal = char;
    if (!APOSTROPHE.test(normal) && !(NOTHING.test(normal) && !SPACE.test(normal))) {
      Array.from(normal.toLowerCase().normalize("NFD")).forEach(function (each) {
        if (!MARK.test(each)) made += LETTER.test(each) ? each : " ";
      });
    }
    return (forms[char] = made);
  }
  /* The folded text, with the place of each of its characters in the original; with gaps, one space between words. */
  function folded(original, gaps) {
    var text = "", at = [], place = 0;
    Array.from(original).forEach(function (char) {
      Array.from(form(char)).forEach(function (each) {
        if (each !== " " || (gaps && text && text[text.length - 1] !== " ")) {
          text += each;
          for (var unit = 0; unit < each.length; unit++) at.push([place, place + char.length]);
        }
      });
      place += char.length;
    });
    if (text[text.length - 1] === " ") { text = text.slice(0, -1); at.pop(); }
    return { text: text, at: at };
  }
  function spaced(words) { return folded(words, true).text; }
  function joined(words) { return folded(words, false).text; }

  /* --- search (ask/search.py, ask/keys.py) */
  var BASE = "https://w3id.org/fengong/", MOST = 50;
  function query(q, w) {
    var sound = q.replace(/([a-z])[1-5]/g, "$1").replace(/v/g, "u");
    return { q: q, w: w, s: /^[a-z]+$/.test(sound) ? sound : "" };
  }
  function understood(given) {
    var words = spaced(given.slice(0, 400)).slice(0, 100).trim();
    var number = words.match(/^(?:第|任务|task|no)? ?0*(\d{1,5}(?: \d{1,3})?)(?:项|行|条|号|项任务)?$/);
    if (number) return { whole: query(number[1].replace(" ", "-"), words), words: [] };
    var several = given.slice(0, 100).split(/[\s、，,；;]+/).map(spaced).filter(Boolean).slice(0, 8);
    return {
      whole: query(words.replace(/ /g, ""), words),
      words: several.length > 1 ? several.map(function (word) { return query(word.replace(/ /g, ""), word); }) : [],
    };
  }
  function length(words) { return Array.from(words.trim()).length; }
  function closeness(lines, part) {
    var at = lines.indexOf(part);
    if (at < 0) return 0;
    return 9 * length(part) / length(lines.slice(lines.lastIndexOf("\n", at) + 1, lines.indexOf("\n", at + 1)));
  }
  function score(entry, asked) {
    var q = asked.q, w = asked.w, s = asked.s, best;
    var line = "\n" + q + "\n", words = "\n " + w + " \n";
    if (entry.names.includes(line) || entry.codes.includes(line) || entry.english.includes(words)) return 100;
    if (entry.others.includes(line)) return 90;
    if (s && entry.sounds.includes("\n" + s + "\n")) return 85;
    best = Math.max(closeness(entry.names, "\n" + q), closeness(entry.others, "\n" + q), closeness(entry.codes, "\n" + q), closeness(entry.english, "\n " + w));
    if (best) return 70 + best;
    if (s && (best = closeness(entry.sounds, "\n" + s))) return 60 + best;
    if ((best = closeness(entry.english, " " + w))) return 50 + best;
    if (!/^\p{Nd}+$/u.test(q) && (best = Math.max(closeness(entry.names, q), closeness(entry.others, q)))) return 40 + best;
    if (entry.textZh.includes(q) || (entry.textEn && entry.textEn.includes(" " + w))) return 25;
    return s.length >= 3 && entry.sounds.includes(s) ? 15 : 0;
  }
  var entries = null;
  function all() {
    entries = entries || (window.fengongSearch || []).map(function (row, place) {
      var path = row[2], keys = row[5], table = path.match(/^id\/([^/#]+)(\/task\/|$)/);
      return {
        place: place, kind: row[0], href: row[1], path: path, zh: row[3], en: row[4], names: keys[0], others: keys[1], codes: keys[2],
        english: keys[3], sounds: keys[4], words: row[6] || row[7], textZh: joined(row[6]), textEn: row[7] ? " " + spaced(row[7]) + " " : "",
        table: table ? table[1] : "",
      };
    });
    return entries;
  }
  function search(given, kind, table) {
    var address = given.trim().indexOf(BASE) === 0 ? given.trim().slice(BASE.length) : /[/#]/.test(given) ? given.trim().replace(/^\//, "") : "";
    var here = all().filter(function (each) { return (!kind || each.kind === kind) && (!table || !each.table || each.table === table); });
    var same = address ? here.filter(function (each) { return each.path === address; }) : [];
    if (same.length || given.trim().indexOf(BASE) === 0) return same;
    var asked = understood(given), found = [];
    if (!asked.whole.q) return [];
    here.forEach(function (entry) {
      var best = score(entry, asked.whole);
      if (best < 95 && asked.words.length) {
        best = Math.max(best, Math.min.apply(null, asked.words.map(function (word) { return score(entry, word); })) - 5);
      }
      if (best > 0) found.push([best, entry]);
    });
    found.sort(function (a, b) { return b[0] - a[0] || a[1].place - b[1].place; });
    return found.map(function (each) { return each[1]; });
  }

  /* Words with what was looked for marked; around cuts what is far from it. Null where it is not in them. */
  function marked(words, asked, around) {
    var tries = [folded(words, false), folded(words, true)], part = [asked.q, asked.w];
    for (var which = 0; which < 2; which++) {
      var at = part[which] ? tries[which].text.indexOf(part[which]) : -1;
      if (at >= 0) {
        var start = tries[which].at[at][0], end = tries[which].at[at + part[which].length - 1][1];
        var first = around === undefined ? 0 : Math.max(0, start - around), last = around === undefined ? words.length : Math.min(words.length, end + around);
        var line = make("span");
        line.append((first ? "…" : "") + words.slice(first, start), make("mark", words.slice(start, end)), words.slice(end, last) + (last < words.length ? "…" : ""));
        return line;
      }
    }
    return null;
  }
  function hit(entry, asked, kinds) {
    var item = make("li"), line = make("p", undefined, "hit"), link = make("a"), first = zh ? entry.zh : entry.en, second = zh ? entry.en : entry.zh;
    var strong = make("b");
    strong.append(marked(first, asked) || first);
    link.append(strong);
    link.href = entry.href;
    line.append(make("span", kinds[entry.kind] || entry.kind, "badge"), " ", link);
    if (second && second !== first) {
      var more = make("span", undefined, "muted");
      more.lang = zh ? "en" : "zh-CN";
      more.append(" ", marked(second, asked) || second);
      line.append(more);
    }
    item.append(line);
    var quoted = marked(entry.words, asked, 40);
    if (quoted) {
      var words = make("p", undefined, "small");
      quoted.lang = "zh-CN";
      words.append(make("span", t("文字：", "text: "), "muted"), quoted);
      item.append(words);
    }
    return item;
  }
  var results = document.getElementById("search-results");
  if (results) {
    var searchForm = document.getElementById("s-q").form, examples = document.querySelectorAll("main .tags, main .tags ~ p, main form.form ~ p");
    var kinds = {};
    Array.prototype.forEach.call(searchForm.elements.kind.options, function (each) { if (each.value) kinds[each.value] = each.textContent; });
    var answer = function (given, most) {
      var words = given.get("q") || "", kind = given.get("kind") || "", table = given.get("table") || "";
      ["q", "kind", "table"].forEach(function (name) { if (searchForm.elements[name]) searchForm.elements[name].value = given.get(name) || ""; });
      results.textContent = "";
      examples.forEach(function (each) { each.hidden = Boolean(words.trim()); });
      if (!words.trim()) return;
      var found = search(words, kind, table), asked = understood(words).whole, list = make("ol", undefined, "hits");
      results.append(make("h2", found.length ? t("找到 " + found.length + " 条，最相近的在前", found.length + " found, the closest first") : t("没有找到", "Nothing was found")));
      if (!found.length) results.append(make("p", t("可以试试：更短的词，简称，拼音或首字母（mzt），任务序号（12）。", "Try a shorter word, a short form, pinyin or initials (mzt), or the number of a task (12).")));
      found.slice(0, most).forEach(function (each) { list.append(hit(each, asked, kinds)); });
      results.append(list);
      if (found.length > most) {
        var rest = make("button", t("显示全部 " + found.length + " 条", "Show all " + found.length));
        rest.type = "button";
        rest.addEventListener("click", function () { answer(given, found.length); });
        results.append(rest);
      }
    };
    var again = function () { answer(asked(), MOST); };
    searchForm.addEventListener("submit", function (event) {
      event.preventDefault();
      var given = new URLSearchParams();
      new FormData(searchForm).forEach(function (value, name) { if (value) given.set(name, value); });
      history.replaceState(null, "", location.pathname + "#" + given.toString());
      carry();
      again();
    });
    window.addEventListener("hashchange", again);
    again();
  }

  /* --- an answer: the rows that fit what is picked (pages/facts/whole.py) */
  document.querySelectorAll("[data-filters]").forEach(function (panel) {
    var table = document.querySelector(panel.dataset.filters), controls = panel.querySelectorAll("[data-filter]"), count = panel.querySelector("[data-count]");
    if (!table) return;
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    function bare(words) { return words.toLowerCase().replace(/[ \u3000]/g, ""); }
    function fits(row, control, value) {
      if (control.dataset.column !== undefined) return bare(row.cells[control.dataset.column].textContent).includes(bare(value));
      var marks = (row.dataset[control.dataset.filter] || "").split("|");
      return control.type === "date" ? Boolean(marks[0]) && marks[0] <= value : marks.includes(value);
    }
    function pick() {
      var picked = new URLSearchParams(), reading = "adopted", among = "*", others = [], shown = 0;
      controls.forEach(function (control) {
        var name = control.dataset.filter, value = control.value.trim();
        if (name === "reading") reading = value || reading;
        else if (name === "table") among = value || among;
        else if (value) others.push(control);
        if (value && !(name === "reading" && value === "adopted")) picked.set(name, value);
      });
      rows.forEach(function (row) {
        var there = row.dataset.in.split("|").includes(reading + " " + among) &&
          others.every(function (control) { return fits(row, control, control.value.trim()); });
        row.hidden = !there;
        shown += there ? 1 : 0;
      });
      if (count) count.textContent = count.dataset.count.replace("{n}", shown);
      return picked;
    }
    function choose() {
      var wanted = asked();
      controls.forEach(function (control) {
        var value = wanted.get(control.dataset.filter) || (control.dataset.filter === "reading" ? "adopted" : "");
        control.value = value;
        if (control.value !== value && control.options) {  /* called by its IRI */
          var last = value.replace(BASE, "").replace(/^id\/(body|place)\/|^id\/|^(topic|function)\//, "");
          control.value = Array.prototype.some.call(control.options, function (each) { return each.value === last; }) ? last : "";
        }
      });
      pick();
    }
    panel.hidden = false;
    panel.addEventListener("input", function () { keep(pick()); });
    window.addEventListener("hashchange", choose);
    choose();
  });

  /* --- a query that another page hands over */
  var given = document.getElementById("sparql-given");
  if (given) {
    var show = function () {
      var wanted = asked(), text = wanted.get("query"), example = document.getElementById("example-" + (wanted.get("example") || ""));
      given.hidden = !text;
      document.getElementById("query-given").textContent = text || "";
      if (!example && location.hash.indexOf("#example-") === 0) example = document.getElementById(location.hash.slice(1));
      if (example) { example.open = true; example.scrollIntoView(); }
    };
    window.addEventListener("hashchange", show);
    show();
  }
})();
