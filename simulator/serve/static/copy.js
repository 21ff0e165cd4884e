"use strict";
// Copies a link, and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    document.querySelector("#copied").textContent = button.dataset.done;
  });
}
