/* The SPARQL page: YASQE over the plain form, completion from the graph itself, answers as a table or raw. Without it the form works. */
(function () {
  "use strict";

  const bench = document.getElementById("workbench");
  const form = document.getElementById("query-form");
  const box = document.getElementById("query");
  const output = document.getElementById("results");
  if (!bench || !form || !box || !output || !window.Yasqe) return;

  const zh = document.documentElement.lang.startsWith("zh");
  const t = (chinese, english) => (zh ? chinese : english);
  const { base, prefixes, pages } = JSON.parse(document.getElementById("editor-data").textContent);
  const KEPT = "fengong-sparql";
  const SHOWN = 200; // rows drawn at once; the rest on demand

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "click") made.addEventListener("click", value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function shortened(iri) {
    for (const [prefix, namespace] of Object.entries(prefixes)) {
      const rest = iri.startsWith(namespace) ? iri.slice(namespace.length) : "";
      if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(rest)) return { text: prefix + ":" + rest, prefix };
    }
    return { text: "<" + iri + ">", prefix: null };
  }

  /* Completion: prefixes of ours, and what the graph names, by its short IRI or its label in either language. */

  const TERMS = `PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?zh ?en WHERE {
  { ?term rdfs:isDefinedBy <${base}ns> ; rdfs:label ?zh . OPTIONAL { ?term rdfs:label ?en . FILTER(LANG(?en) = "en") } }
  UNION { ?term skos:prefLabel ?zh . OPTIONAL { ?term skos:prefLabel ?en . FILTER(LANG(?en) = "en") } }
  FILTER(LANG(?zh) = "zh" && STRSTARTS(STR(?term), "${base}"))
} ORDER BY ?term LIMIT 5000`;
  let terms = null;

  function loadTerms() {
    if (!terms) {
      const address = form.action + "?query=" + encodeURIComponent(TERMS);
      terms = fetch(address, { headers: { Accept: "application/sparql-results+json" } })
        .then((reply) => (reply.ok ? reply.json() : { results: { bindings: [] } }))
        .then((found) =>
          found.results.bindings.map((row) => {
            const label = zh ? row.zh.value : (row.en || row.zh).value;
            const words = [row.zh.value, row.en ? row.en.value : ""].join("\n").toLowerCase();
            return { iri: row.term.value, label, words, ...shortened(row.term.value) };
          }),
        )
        .catch(() => []);
    }
    return terms;
  }

  function matching(all, typed) {
    const wanted = typed.replace(/[<>]/g, "").toLowerCase();
    if (!wanted) return [];
    const rated = [];
    for (const term of all) {
      const text = term.text.toLowerCase();
      const local = text.slice(text.indexOf(":") + 1);
      const rate = text.startsWith(wanted) || term.iri.toLowerCase().startsWith(wanted) ? 0 : local.startsWith(wanted) ? 1
        : term.words.includes(wanted) ? 2 : local.includes(wanted) ? 3 : -1;
      if (rate >= 0) rated.push([rate, term]);
    }
    return rated.sort((one, other) => one[0] - other[0]).slice(0, 60).map((each) => each[1]);
  }

  function apply(editor, data, hint) {
    editor.getDoc().replaceRange(hint.text, hint.from || data.from, hint.to || data.to, "complete");
    if (hint.prefix && !(hint.prefix in editor.getPrefixesFromQuery())) editor.addPrefixes({ [hint.prefix]: prefixes[hint.prefix] });
  }

  function draw(target, data, hint) {
    target.append(element("b", {}, hint.text.replace("<" + base, "<…/")), " ", element("small", {}, hint.label));
  }

  /* What stands before the cursor: the start of an IRI, of a short IRI or of a label, in any script; no variable, tag or keyword's end. */
  function word(editor) {
    const to = editor.getDoc().getCursor();
    const before = editor.getLine(to.line).slice(0, to.ch);
    const found = /(<[^\s<>"]*|[^\s<>"'{}()[\];,.^|*/+!=&?$@#]+)$/.exec(before);
    if (!found || "?$@".includes(before.charAt(found.index - 1) || " ") || before.split('"').length % 2 === 0) return null;
    if (found[0].length < 2 && found[0] < "\u2e80") return null;
    return { text: found[0], from: { line: to.line, ch: found.index }, to };
  }

  const completer = {
    name: "fengong",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition(editor) {
      const typed = word(editor);
      const { type, state } = editor.getTokenAt(editor.getDoc().getCursor());
      if (!typed || ["string", "comment"].includes(type)) return false;
      return ["PNAME_LN", "IRI_REF"].some((each) => (state.possibleCurrent || []).includes(each));
    },
    get: (editor) => loadTerms().then((all) => matching(all, word(editor).text).map((term) => term.iri)),
    postprocessHints: (editor, hints) =>
      hints.map((hint) => {
        const { text, label, prefix } = completer.byIri.get(hint.text);
        const { from, to } = word(editor) || hint;
        return { text, label, prefix, from, to, hint: apply, render: draw };
      }),
    byIri: new Map(),
  };

  /* The editor over the text box. */

  const Yasqe = window.Yasqe;
  Yasqe.Autocompleters = {};
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter(completer);

  function remembered() {
    try {
      return window.localStorage.getItem(KEPT);
    } catch {
      return null; // a reader may forbid storage
    }
  }

  function remember(text) {
    try {
      window.localStorage.setItem(KEPT, text);
    } catch {
      /* the query is then forgotten with the page */
    }
  }

  const place = element("div", { id: "editor" });
  box.before(place);
  box.hidden = true;
  const editor = new Yasqe(place, {
    value: box.dataset.given === "yes" ? box.value : remembered() || box.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    inputStyle: "contenteditable", // what a screen reader reads is then the text itself
    prefixCcApi: null,
    autocompleters: ["fengong"],
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => void run(), "Cmd-Enter": () => void run(), "Ctrl-S": () => remember(editor.getValue()) },
  });
  const written = { role: "textbox", "aria-multiline": "true", "aria-label": t("查询", "Query"), "aria-describedby": "editor-help" };
  for (const [key, value] of Object.entries(written)) editor.getInputField().setAttribute(key, value);
  editor.on("change", () => void remember(editor.getValue()));
  loadTerms().then((all) => all.forEach((term) => completer.byIri.set(term.iri, term)));

  // The editor's own mark for a line that cannot be read brings inline style and English words.
  const mark = editor.setGutterMarker;
  editor.setGutterMarker = function (line, gutter, marker) {
    if (marker && gutter === "gutterErrorBar") {
      const next = editor.getLineHandle(line) ? editor.getTokenAt({ line, ch: editor.getLine(line).length }, true).state : null;
      const expected = next && next.possibleCurrent ? next.possibleCurrent.slice(0, 12).join(" ") : "";
      marker.onmouseover = marker.onmouseout = null;
      marker.title = t("这一行不合语法。", "This line cannot be read.") + (expected ? t("此处可用：", " Expected here: ") + expected : "");
    }
    return mark.call(editor, line, gutter, marker);
  };
  editor.checkSyntax();

  /* Asking and showing. */

  function accepted() {
    const kind = String(editor.getQueryType() || "").toUpperCase();
    return kind === "CONSTRUCT" || kind === "DESCRIBE" ? "text/turtle" : "application/sparql-results+json";
  }

  let under = null;

  async function run() {
    const query = editor.getValue();
    box.value = query;
    remember(query);
    if (under) under.abort();
    const mine = (under = new AbortController());
    output.replaceChildren(element("p", { class: "waiting" }, t("正在查询…", "Asking…")));
    output.setAttribute("aria-busy", "true");
    const began = performance.now();
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        headers: { Accept: accepted(), "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
        body: new URLSearchParams({ query }),
        signal: mine.signal,
      });
      const text = await reply.text();
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      if (!reply.ok) refused(reply.status, text);
      else show(reply.headers.get("Content-Type") || "", text, seconds);
      if (reply.ok) share(query);
    } catch (error) {
      if (mine.signal.aborted) return;
      refused(0, t("没有得到回答：服务器不在，或连接断了。", "No answer: the server is not there, or the connection broke."));
    } finally {
      if (under === mine) output.removeAttribute("aria-busy");
    }
  }

  function share(query) {
    const address = new URL(window.location.href);
    address.search = new URLSearchParams({ query });
    if (address.href.length < 8000) window.history.replaceState(null, "", address);
  }

  function refused(status, text) {
    const words = status ? t("服务器拒绝了：", "The server refused: ") + status : t("出错了", "Something went wrong");
    output.replaceChildren(element("div", { class: "refused", role: "alert" }, element("p", {}, words), element("pre", {}, text)));
  }

  function show(type, text, seconds) {
    const raw = element("pre", { class: "raw", tabindex: "0", "aria-label": t("原始回答", "Raw answer") }, text);
    if (!type.includes("json")) {
      const words = t(`Turtle，用时 ${seconds} 秒`, `Turtle in ${seconds} s`);
      output.replaceChildren(element("p", { class: "summary", role: "status" }, words), raw);
      return;
    }
    const found = JSON.parse(text);
    if ("boolean" in found) {
      const words = found.boolean ? t("是", "yes") : t("否", "no");
      const answer = element("p", { class: "truth" }, element("b", {}, words));
      output.replaceChildren(element("p", { class: "summary", role: "status" }, `${t("用时", "In")} ${seconds} s`), answer, raw);
      return;
    }
    const rows = found.results.bindings;
    const count = zh ? `${rows.length} 行，用时 ${seconds} 秒` : `${rows.length} ${rows.length === 1 ? "row" : "rows"} in ${seconds} s`;
    const table = tabled(found.head.vars, rows, count);
    const views = { table, raw };
    const choose = (name) => {
      for (const [key, view] of Object.entries(views)) view.hidden = key !== name;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each.value === name));
    };
    const buttons = [["table", t("表格", "Table")], ["raw", "JSON"]].map(([value, words]) =>
      element("button", { type: "button", value, click: () => choose(value) }, words),
    );
    const bar = element("div", { class: "views", role: "group", "aria-label": t("怎样显示", "Show as") }, ...buttons);
    output.replaceChildren(element("p", { class: "summary", role: "status" }, count), bar, table, raw);
    choose("table");
  }

  function tabled(names, rows, caption) {
    const body = element("tbody");
    const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
    const label = t("查询结果：", "Answer: ") + caption;
    const table = element("table", {}, element("caption", { class: "unseen" }, label), element("thead", {}, head), body);
    const more = element("button", { type: "button", class: "more", click: () => add() });
    const whole = element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": label }, table);
    let drawn = 0;
    function add() {
      const next = rows.slice(drawn, drawn + SHOWN);
      body.append(...next.map((row) => element("tr", {}, ...names.map((name) => element("td", {}, ...cell(row[name]))))));
      drawn += next.length;
      more.hidden = drawn >= rows.length;
      more.textContent = t(`再显示 ${Math.min(SHOWN, rows.length - drawn)} 行`, `Show ${Math.min(SHOWN, rows.length - drawn)} more`);
    }
    add();
    return element("div", {}, whole, more);
  }

  function cell(term) {
    if (!term) return [];
    if (term.type === "uri") {
      const { text, prefix } = shortened(term.value);
      if (term.value.startsWith(base)) return [element("a", { href: pages + "/" + term.value.slice(base.length) }, prefix ? text : term.value)];
      const safe = /^https?:/.test(term.value);
      return [safe ? element("a", { href: term.value, rel: "external noopener nofollow" }, prefix ? text : term.value) : text];
    }
    if (term.type === "bnode") return ["_:" + term.value];
    const language = term["xml:lang"];
    if (language) return [element("span", { lang: language }, term.value), " ", element("small", {}, "@" + language)];
    return [term.value];
  }

  form.addEventListener("submit", (event) => {
    box.value = editor.getValue();
    if (event.submitter && event.submitter.id === "run") {
      event.preventDefault();
      run();
    }
  });
  bench.classList.add("live");
  for (const each of bench.querySelectorAll("[data-script]")) each.hidden = false;
})();
