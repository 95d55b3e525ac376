/* An input with data-filter hides what does not hold its words: rows by their text and data-find, groups of which no row is left. */
(function () {
  "use strict";
  document.querySelectorAll("input[data-filter]").forEach(function (input) {
    var status = document.getElementById(input.dataset.status);
    var rows = Array.prototype.slice.call(document.querySelectorAll("[data-find]"));
    var texts = rows.map(function (row) { return folded(row.textContent + " " + row.dataset.find); });
    var groups = Array.prototype.slice.call(document.querySelectorAll("[data-group]"));
    input.closest("[hidden]").hidden = false;
    input.addEventListener("input", apply);
    if (input.value) apply();

    function apply() {
      var words = folded(input.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row, at) {
        row.hidden = !words.every(function (word) { return texts[at].indexOf(word) >= 0; });
        if (!row.hidden) shown += 1;
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector("[data-find]:not([hidden])"); });
      status.textContent = words.length ? status.dataset.words.replace("{n}", shown).replace("{of}", rows.length) : "";
    }
  });
  function folded(text) { return text.normalize("NFKC").toLowerCase(); }
})();
