/* What pages gain where JavaScript runs: copying, sorting tables, and forms that answer on a change. Everything works without it. */
(function () {
  "use strict";
  var zh = document.documentElement.lang.indexOf("zh") === 0;

  document.querySelectorAll("button.copy").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    var said = button.textContent;
    button.addEventListener("click", function () {
      var from = document.querySelector(button.dataset.copy);
      navigator.clipboard.writeText(from.textContent.trim()).then(function () {
        button.textContent = zh ? "已复制" : "Copied";
        setTimeout(function () { button.textContent = said; }, 1500);
      });
    });
  });

  /* A table with data-sort can be sorted by each of its columns; numbers by value, words by the rules of the language. */
  document.querySelectorAll("table[data-sort]").forEach(function (table) {
    var compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    table.querySelectorAll("thead th").forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        var rows = Array.prototype.slice.call(table.tBodies[0].rows);
        rows.sort(function (a, b) {
          var order = compare(key(a.cells[column]), key(b.cells[column]));
          return down ? -order : order;
        });
        table.querySelectorAll("th[aria-sort]").forEach(function (each) { each.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
      });
    });
  });
  /* The matrix says the words of the square that is pointed at; a first tap shows them, a second one follows the link. */
  document.querySelectorAll(".matrix").forEach(function (matrix) {
    var said = matrix.closest("section").querySelector(".matrix-said"), shown = null;
    function show(event) {
      var square = event.target.closest("td a");
      if (square) { said.textContent = square.title; }
      return square;
    }
    matrix.addEventListener("mouseover", show);
    matrix.addEventListener("focusin", show);
    matrix.addEventListener("pointerup", function (event) { matrix.touched = event.pointerType === "touch"; });
    matrix.addEventListener("click", function (event) {
      var square = show(event);
      if (square && matrix.touched && shown !== square) { event.preventDefault(); shown = square; }
    });
  });

  function key(cell) { return cell ? cell.dataset.value || cell.textContent.trim() : ""; }
})();
