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

  async function draw(diagrams, sources) {
    mermaid.initialize({ startOnLoad: false, theme: dark() ? "dark" : "neutral", fontFamily: "inherit" });
    for (const [number, source] of sources.entries()) {
      const { svg } = await mermaid.render(`diagram-${number}`, source);
      const figure = document.createElement("div");
      figure.className = "diagram";
      figure.innerHTML = svg;
      diagrams[number].replaceWith(figure);
    }
  }
})();
