// Only in the preview of a site that is being edited. Each open page waits for messages of the
// preview server: it reloads when there is a new version, and shows the problems of the last build.
const shownVersion = Number(new URL(document.currentScript.src).search.slice(1));
const setStyle = (element, style) => Object.assign(element.style, style);
let panel;

new EventSource("/__reload").onmessage = (event) => {
  const { version, summary, details } = JSON.parse(event.data);
  if (version !== shownVersion) {
    location.reload();
    return;
  }
  panel?.remove();
  if (!summary) return;

  panel = document.createElement("details");
  panel.setAttribute("role", "status");
  panel.open = true;
  const heading = panel.appendChild(document.createElement("summary"));
  const text = panel.appendChild(document.createElement("pre"));
  heading.textContent = summary;
  text.textContent = details;
  // The messages may be in a language that is written from right to left.
  heading.dir = "auto";
  text.dir = "auto";
  setStyle(panel, {
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
  setStyle(text, {
    whiteSpace: "pre-wrap",
    margin: "8px 0 0",
    background: "none",
    color: "inherit",
  });
  document.body.append(panel);
};
