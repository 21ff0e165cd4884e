"use strict";
// Loads the terminal's own script once its font is there (it measures letters at its start), sees why its connection
// was closed, says so, and goes on by itself after a short loss.
(() => {
  const Plain = window.WebSocket;
  const KEY = "toask-tries";
  const lost = (code) => code < 4000 || code === 4006;
  const over = (code) => {
    const words = document.querySelector("#words").dataset;
    document.body.classList.add("-over");
    document.querySelector("#why").textContent = words[code] || words.other;
    document.querySelector("#over").hidden = false;
    document.querySelector("#again").focus();
    if (code === 4003) { window.location.replace("/wait"); return; }
    if (!lost(code)) return;
    // Each loss in a row waits longer; and nobody is sent to a page of a server that does not answer.
    const tries = Number(sessionStorage.getItem(KEY) || 0);
    sessionStorage.setItem(KEY, tries + 1);
    const wait = Math.min(1000 * 2 ** tries, 15000);
    const look = () => fetch("/healthz", { cache: "no-store" }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      window.location.replace("/wait");
    }).catch(() => setTimeout(look, 3000));
    setTimeout(look, wait);
  };
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("close", (event) => over(event.code));
      this.addEventListener("message", () => sessionStorage.removeItem(KEY), { once: true });
    }
    send(data) {
      // The terminal tells that it has the focus before it is connected.
      if (this.readyState === Plain.CONNECTING) this.addEventListener("open", () => super.send(data), { once: true });
      else if (this.readyState === Plain.OPEN) super.send(data);
    }
  };
  const begin = () => {
    const script = document.createElement("script");
    script.src = "/static/terminal/js/textual.js";
    script.onload = () => {
      window.onload(); // the script begins when the page is loaded, which it is
      document.querySelector(".xterm-helper-textarea")?.focus();
    };
    document.head.append(script);
  };
  window.addEventListener("load", () => {
    const fonts = ["16px 'Roboto Mono'", "bold 16px 'Roboto Mono'", "italic 16px 'Roboto Mono'"];
    Promise.all(fonts.map((font) => document.fonts.load(font))).finally(begin);
  });
})();
