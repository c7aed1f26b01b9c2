// Draws the diagrams of a page with the script of this folder. A page without a diagram does not load it.
(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const dark = () => document.body.getAttribute("data-md-color-scheme") === "slate";

  document.addEventListener("DOMContentLoaded", () => {
    const diagrams = [...document.querySelectorAll("pre.diagram")];
    if (!diagrams.length) return;
    const sources = diagrams.map((diagram) => diagram.textContent);
    const script = document.createElement("script");
    script.src = folder + "mermaid.tiny.js";
    script.onload = () => draw(diagrams, sources);
    document.head.append(script);
  });

  // in its own size: a wide diagram scrolls, so that its text can be read; a small one is made to fit
  const size = { flowchart: { useMaxWidth: false }, er: { useMaxWidth: false }, state: { useMaxWidth: false } };

  async function draw(diagrams, sources) {
    mermaid.initialize({ startOnLoad: false, theme: dark() ? "dark" : "neutral", fontFamily: "inherit", ...size });
    for (const [number, source] of sources.entries()) {
      const { svg } = await mermaid.render(`diagram-${number}`, source);
      const figure = document.createElement("div");
      figure.className = "diagram";
      figure.innerHTML = svg;
      diagrams[number].replaceWith(figure);
      const drawing = figure.firstElementChild;
      figure.classList.toggle("diagram--fits", drawing.clientWidth < 1.5 * figure.clientWidth);
    }
  }
})();
