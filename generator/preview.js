// What an open page of a preview waits for: a new version of the site, or something to mend.
const mine = Number(new URL(document.currentScript.src).search.slice(1));
const dress = (element, style) => Object.assign(element.style, style);
let panel;

new EventSource("/__reload").onmessage = (event) => {
  const told = JSON.parse(event.data);
  if (told.version !== mine) return location.reload();
  panel?.remove();
  if (!told.summary) return;
  panel = document.createElement("details");
  panel.setAttribute("role", "status");
  panel.open = true;
  const summary = panel.appendChild(document.createElement("summary"));
  const text = panel.appendChild(document.createElement("pre"));
  summary.textContent = told.summary;
  text.textContent = told.problems;
  text.dir = summary.dir = "auto";
  dress(panel, {
    position: "fixed",
    insetInline: "0",
    bottom: "0",
    zIndex: "99",
    padding: "8px 16px",
    maxHeight: "50vh",
    overflow: "auto",
    color: "#fff",
    background: "#7d1d1d",
    fontSize: "14px",
  });
  dress(text, { whiteSpace: "pre-wrap", margin: "8px 0 0", background: "none", color: "inherit" });
  document.body.append(panel);
};
