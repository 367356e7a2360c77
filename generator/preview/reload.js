// Live reload of an open preview page: reloads it for a new version, shows diagnostics in a panel.
const pageVersion = Number(new URL(document.currentScript.src).search.slice(1));
const setStyle = (element, style) => Object.assign(element.style, style);
let panel;

new EventSource("/__reload").onmessage = (message) => {
  const event = JSON.parse(message.data);
  if (event.version !== pageVersion) return location.reload();
  panel?.remove();
  if (!event.summary) return;
  panel = document.createElement("details");
  panel.setAttribute("role", "status");
  panel.open = true;
  const summary = panel.appendChild(document.createElement("summary"));
  const details = panel.appendChild(document.createElement("pre"));
  summary.textContent = event.summary;
  details.textContent = event.details;
  details.dir = summary.dir = "auto";
  setStyle(panel, {
    position: "fixed", insetInline: "0", bottom: "0", zIndex: "99", padding: "8px 16px",
    maxHeight: "50vh", overflow: "auto", color: "#fff", background: "#7d1d1d", fontSize: "14px",
  });
  setStyle(details, { whiteSpace: "pre-wrap", margin: "8px 0 0", background: "none", color: "inherit" });
  document.body.append(panel);
};
