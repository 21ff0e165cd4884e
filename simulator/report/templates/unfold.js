"use strict";
(function () {
  // Folded parts are printed too, and a link into one opens it.
  var opened = [];
  function reveal() {
    var found = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var one = found; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  }
  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (one) { one.open = false; }); });
  window.addEventListener("hashchange", reveal);
  reveal();
})();
