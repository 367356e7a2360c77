document.documentElement.classList.replace("no-js", "js");
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme) document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is blocked: the scheme of the system is used.
}
