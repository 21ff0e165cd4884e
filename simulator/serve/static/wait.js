"use strict";
// Asks for the place in the queue every two seconds; at place 0 it goes on to the app.
(() => {
  const line = document.querySelector("#place");
  const ask = async () => {
    try {
      const answer = await fetch("/place", { credentials: "same-origin", redirect: "error", cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const { place } = await answer.json();
      if (place === 0) { window.location.replace("/talk"); return; }
      const said = place === 1 ? line.dataset.first : line.dataset.later.replace("{n}", place - 1);
      if (line.textContent !== said) line.textContent = said;
    } catch (error) {
      line.textContent = line.dataset.lost;
    }
    setTimeout(ask, 2000);
  };
  ask();
})();
