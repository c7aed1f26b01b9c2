// A file is sent in parts, and goes on where it stopped. Not needed: what fails here is sent whole by the form.
"use strict";
for (const form of document.querySelectorAll("form[data-begin]")) {
  const input = form.querySelector("input[type=file]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const sending = form.querySelector(".sending");
  const bar = sending.querySelector("progress");
  const cut = sending.querySelector(".cut");
  const later = (pause) => new Promise((resume) => {
    setTimeout(resume, pause);
    addEventListener("online", resume, { once: true });
  });
  const send = async (address, body) => {
    for (let pause = 1000; ; pause = Math.min(2 * pause, 30000)) {
      try {
        const headers = { "X-CSRFToken": token };
        const answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(120000) });
        cut.hidden = true;
        return answer;
      } catch {
        cut.hidden = false; // no answer: the line dropped
        await later(pause);
      }
    }
  };
  const held = async (answer) => {
    if (!answer.ok && answer.status !== 409) throw answer.status;
    return answer.json();
  };
  const upload = async (file) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const known = await held(await send(form.dataset.begin, new URLSearchParams({ sha256, size: file.size })));
    sending.hidden = false;
    const place = `${form.dataset.begin}${known.number}/`;
    for (let start = known.held; start < file.size;) {
      bar.value = (100 * start) / file.size;
      const part = file.slice(start, start + known.chunk, "application/octet-stream");
      start = (await held(await send(`${place}desde/${start}/`, part))).held;
    }
    bar.value = 100;
    const month = form.querySelector("[name=month]").value;
    return send(`${place}revisar/`, new URLSearchParams({ name: file.name, month }));
  };
  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (!file || !file.size || !window.isSecureContext) return;
    event.preventDefault();
    upload(file)
      .then(async (answer) => {
        if (answer.redirected) return location.assign(answer.url);
        if (answer.status !== 422) throw answer.status;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
      })
      .catch(() => form.submit());
  });
}
