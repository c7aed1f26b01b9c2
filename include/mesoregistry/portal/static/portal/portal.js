// Nothing here is needed: without it the pages work, with it a file can be dropped and a press is not made twice.
"use strict";
for (const form of document.querySelectorAll("form[data-once], form[data-upload]")) {
  form.addEventListener("submit", () => {
    const busy = form.querySelector(".busy");
    if (busy) busy.hidden = false;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  });
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-once] button, form[data-upload] button")) button.disabled = false;
});
for (const zone of document.querySelectorAll("form[data-upload] .drop")) {
  const input = zone.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover");
      if (kind === "drop") input.files = event.dataTransfer.files;
    });
  }
}
for (const place of document.querySelectorAll("[data-load]")) {
  place.setAttribute("aria-busy", "true");
  fetch(place.dataset.load, { credentials: "same-origin", redirect: "error" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      place.replaceChildren(...page.body.childNodes);
    })
    .catch(() => {}) // the link stays, and asks in its turn
    .finally(() => place.removeAttribute("aria-busy"));
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.createElement("p");
  notice.className = "notice bad";
  notice.setAttribute("role", "alert");
  const english = document.documentElement.lang === "en";
  if (document.getElementById("assertion")) {
    notice.textContent = english
      ? "Nothing was signed and nothing was filed. Press “File” once more, or file unsigned."
      : "No se firmó ni se presentó nada. Presione «Presentar» otra vez, o presente sin firmar.";
  } else {
    notice.textContent = english
      ? "The passkey was not used. Try once more, or use a password and a code."
      : "No se usó la llave. Intente otra vez, o use contraseña y código.";
  }
  document.querySelector("main").prepend(notice);
});
