// Checks of test_access.py in addition to axe-core. Each function gives a list of complaints; an
// empty list is good. Injected by the test, never part of the site.
window.checks = (() => {
  const name = (one) => {
    const words = one.className.baseVal ?? one.className;
    return `<${one.tagName.toLowerCase()}${words && ` class="${words}"`}> ${one.textContent.trim().slice(0, 40)}`;
  };
  const shown = (one) => one.checkVisibility({ visibilityProperty: true })
    && one.getBoundingClientRect().width > 1;

  const axe = async (tags) => {
    // The items of a long list have one form: axe sees the first forty.
    const found = await window.axe.run({ exclude: [["li:nth-child(n + 41)"]] }, {
      runOnly: tags,
      // Off by itself in axe-core 4.12, although WCAG 2.2 AA asks for it.
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
      selectors: false, // costs a seventh of the time, and the element itself says more
    });
    return found.violations.flatMap((rule) => rule.nodes.map((node) =>
      `${rule.id}: ${node.html.slice(0, 120)}: ${node.failureSummary.replace(/\s+/g, " ")}`));
  };

  // Contrast of every text and placeholder. axe leaves open what it cannot see through: text under
  // the link that covers a card, text on the lattice.
  const spot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      spot.clearRect(0, 0, 1, 1);
      spot.fillStyle = colour;
      spot.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = spot.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };
  const over = (above, below, share = 1) => [0, 1, 2].map(
    (i) => above[i] * above[3] * share + below[i] * (1 - above[3] * share)).concat(1);
  const luminance = (colour) => colour.slice(0, 3)
    .map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const background = (one) => {
    if (!one) return [255, 255, 255, 1];
    const own = rgba(getComputedStyle(one).backgroundColor);
    return own[3] === 1 ? own : over(own, background(one.parentElement));
  };
  const ratio = (one, colour) => {
    const style = getComputedStyle(one);
    // The background of a number on the map is the line drawn around its own digits.
    let below = one instanceof SVGElement && style.stroke !== "none" ? rgba(style.stroke) : background(one);
    const lattice = one.closest(".k-hero")?.querySelector(".k-lattice");
    if (lattice) {
      const { color, opacity } = getComputedStyle(lattice);
      below = over(rgba(color), below, Number(opacity));
    }
    let share = 1;
    for (let up = one; up; up = up.parentElement) share *= getComputedStyle(up).opacity;
    const [most, least] = [luminance(over(rgba(colour), below, share)), luminance(below)].sort((a, b) => b - a);
    return (most + 0.05) / (least + 0.05);
  };
  const contrast = () => {
    const found = [];
    for (const one of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(one);
      const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
        && !one.closest("script, noscript, title, .k-hidden");
      const colour = one.placeholder ? getComputedStyle(one, "::placeholder").color
        : text && (one instanceof SVGElement ? style.fill : style.color);
      if (!colour || !shown(one)) continue;
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      const has = ratio(one, colour);
      if (has < least) found.push(`${has.toFixed(2)} where ${least} is wanted: ${name(one)}`);
    }
    return found;
  };

  // Elements that are wider than the screen. A region that scrolls by itself clips its content.
  const outside = () => {
    const wide = document.documentElement.scrollWidth;
    const found = wide > innerWidth ? [`the page is ${wide} wide`] : [];
    for (const one of document.body.querySelectorAll("*")) {
      const box = one.getBoundingClientRect();
      if (!box.width || (box.right <= innerWidth + 1 && box.left >= -1)) continue;
      let clipped = one.closest(".k-hidden, .k-skip, svg svg, pattern") || one.ownerSVGElement;
      for (let up = one.parentElement; up && !clipped; up = up.parentElement)
        clipped = getComputedStyle(up).overflowX !== "visible";
      if (!clipped) found.push(`${Math.round(box.left)} to ${Math.round(box.right)}: ${name(one)}`);
    }
    return found;
  };

  // Texts in elements that declare another language, or that run in the wrong direction.
  const languages = (ways) => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { data, parentElement: parent } = walk.currentNode;
      if (parent.closest("script, style, noscript")) continue;
      const { lang } = parent.closest("[lang]");
      // The name of a publisher is a name: it needs a direction, no language.
      if (/[\u0621-\u064a]/.test(data) && lang !== "ar" && !parent.closest("[dir=auto]"))
        found.push(`Arabic where ${lang} is declared: ${name(parent)}`);
      if (/[A-Za-z\u00c0-\u024f]{2}/.test(data) && lang === "ar" && parent.closest(".k-text")
        && !parent.closest("bdi, code, [dir=ltr], [dir=auto]"))
        found.push(`Latin letters without <bdi>: ${name(parent)}`);
    }
    for (const one of document.querySelectorAll("[lang]"))
      if (ways[one.lang] && getComputedStyle(one).direction !== ways[one.lang])
        found.push(`${one.lang} runs the wrong way: ${name(one)}`);
    return found;
  };

  // Targets of the header, the chips and the marks of a map that are smaller than 24 by 24 pixels,
  // or nearer to each other than that.
  const targets = () => {
    const all = [...document.querySelectorAll(
      ".k-header :is(a, button, input, summary), a.k-chip, .k-map a, .k-menu a")].filter(shown);
    const found = [];
    const centres = new Map();
    for (const one of all) {
      const box = one.getBoundingClientRect();
      if (one.classList.contains("k-skip")) continue;
      if (box.width < 23.9 || box.height < 23.9)
        found.push(`${box.width.toFixed(1)} by ${box.height.toFixed(1)}: ${name(one)}`);
      centres.set(one, [box.x + box.width / 2, box.y + box.height / 2]);
    }
    const marks = [...centres].filter(([one]) => one.closest(".k-map"));
    for (const [one, [x, y]] of marks)
      for (const [other, [u, v]] of marks)
        if (one !== other && Math.hypot(x - u, y - v) < 24) found.push(`too near: ${name(one)}`);
    return found;
  };

  return { axe, contrast, outside, languages, targets };
})();
