/* The first page of a static site: on to the language of the reader's browser. Without JavaScript the reader chooses. */
(function () {
  "use strict";
  var known = (navigator.languages || [navigator.language || ""]).filter(function (each) { return /^(zh|en)/i.test(each); });
  location.replace((/^zh/i.test(known[0] || "") ? "zh" : "en") + "/index.html");
})();
