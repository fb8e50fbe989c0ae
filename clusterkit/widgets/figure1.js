// Figure 1 as SVG: boxes and arrows come from Python, a click or Enter on one becomes `value`.
// Nothing is computed here, and nothing is loaded from elsewhere.
const SVG = "http://www.w3.org/2000/svg";

function make(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent.append(node);
  return node;
}

function write(lines, x, y, size, anchor, parent, style) {
  lines.forEach((line, row) => {
    const attributes = { x, y: y + row * size * 1.25, "font-size": size, "text-anchor": anchor, class: style };
    make("text", attributes, parent).textContent = line;
  });
}

function part(id, label, parent, choose) {
  const attributes = { "data-id": id, class: "ck-part", tabindex: "0", role: "button", "aria-label": label };
  const group = make("g", attributes, parent);
  make("title", {}, group).textContent = label;
  group.addEventListener("click", () => choose(id));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(id);
  });
  return group;
}

function box(one, svg, choose) {
  const group = part(one.id, one.name, svg, choose);
  const { x, y, width, height } = one;
  const shape = `ck-box ck-${one.status}`;
  make("rect", { x, y, width, height, rx: 10, class: shape }, group);
  write(one.title, x + width / 2, y + 30, 20, "middle", group, "ck-title");
  const below = y + 28 + one.title.length * 25;
  write(one.lines, x + width / 2, below, 15.5, "middle", group, "ck-text");
}

function arrow(one, svg, choose) {
  const group = part(one.id, one.name, svg, choose);
  make("path", { d: one.path, class: "ck-reach" }, group);
  const end = one.dot ? {} : { "marker-end": "url(#ck-head)" };
  make("path", { d: one.path, class: `ck-line ck-${one.status}`, ...end }, group);
  if (one.dot) make("circle", { cx: one.dot[0], cy: one.dot[1], r: 9, class: "ck-dot" }, group);
  write(one.lines, one.x, one.y, 16, one.anchor, group, "ck-text");
}

function render({ model, el }) {
  const svg = make("svg", { viewBox: "0 0 1740 720", role: "group", class: "ck-figure1" }, el);
  const choose = (id) => {
    model.set("value", model.get("value") === id ? "" : id);
    model.save_changes();
  };
  const mark = () => {
    for (const group of svg.querySelectorAll(".ck-part")) {
      const chosen = group.dataset.id === model.get("value");
      group.classList.toggle("ck-chosen", chosen);
      group.setAttribute("aria-pressed", String(chosen));
    }
  };
  const draw = () => {
    const focused = svg.contains(document.activeElement) && document.activeElement.dataset.id;
    svg.replaceChildren();
    svg.setAttribute("aria-label", model.get("description"));
    const head = make("marker", { id: "ck-head", viewBox: "0 0 10 10", refX: 9, refY: 5,
      markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, make("defs", {}, svg));
    make("path", { d: "M0,0 L10,5 L0,10 z", class: "ck-dot" }, head);
    for (const one of model.get("frames")) make("rect", { ...one, rx: 10, class: "ck-frame" }, svg);
    for (const one of model.get("notes")) write(one.lines, one.x, one.y, one.size, "middle", svg, "ck-text");
    for (const one of model.get("boxes")) box(one, svg, choose);
    for (const one of model.get("arrows")) arrow(one, svg, choose);
    mark();
    if (focused) svg.querySelector(`[data-id="${focused}"]`)?.focus();
  };
  model.on("change:arrows", draw);
  model.on("change:value", mark);
  draw();
}

export default { render };
