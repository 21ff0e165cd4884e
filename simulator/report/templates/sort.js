"use strict";
(function () {
  var table = document.getElementById("group");
  var body = table.tBodies[0];
  var heads = Array.from(table.tHead.rows[0].cells);
  document.getElementById("hint").hidden = false;
  function key(row, column) {
    var cell = row.cells[column];
    var held = cell.getAttribute("data-sort");
    if (held === null) return cell.textContent.trim();
    return held === "" ? null : Number(held);
  }
  function order(up) {
    return function (one, other) {
      var a = one.key, b = other.key;
      if (a === null || b === null) return a === b ? one.place - other.place : a === null ? 1 : -1;
      var way = typeof a === "number" ? a - b : a.localeCompare(b, document.documentElement.lang, { numeric: true });
      return way === 0 ? one.place - other.place : up ? way : -way;
    };
  }
  heads.forEach(function (head, column) {
    if (head.classList.contains("shape")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    // Browsers leave buttons out of headings that they repeat on every printed page: the plain words stay for those.
    var plain = document.createElement("span");
    plain.className = "printed";
    while (head.firstChild) plain.appendChild(head.firstChild);
    head.append(button, plain);
    button.addEventListener("click", function () {
      var up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      var rows = Array.from(body.rows).map(function (row, place) { return { row: row, key: key(row, column), place: place }; });
      rows.sort(order(up)).forEach(function (one) { body.appendChild(one.row); });
    });
  });
})();
