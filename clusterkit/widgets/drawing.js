// The pictures of the explorers. Python lays each out as plain values (plots/pictures.py); this
// draws them. Whatever has rows is a button that opens them, beneath the line that it stands in.
const PICTURES = { intervals: intervalsHtml, grid: gridHtml, table: tableHtml, map: mapHtml, lanes: lanesHtml };
const OF_PLACES = ["intervals", "grid", "map"]; // whose marks are places: opening one follows it
let drawings = 0;

function mark(name, { words, rows, className = "", inside = "" }) {
  return `<button type="button" tabindex="-1" class="ck-mark ${className}" data-rows="${safe(rows.join(" "))}" aria-label="${safe(words)}" title="${safe(words)}">${inside}${safe(name)}</button>`;
}

function intervalsHtml(picture) {
  const [low, high] = picture.ends;
  const part = (value) => (100 * (value - low)) / (high - low);
  const ticks = picture.ticks.map((tick) => `<i class="ck-tick" style="left:${part(tick)}%"></i>`).join("");
  const lines = picture.spans.map((span) => {
    const [left, right] = [part(span.lower), part(span.upper)];
    const shape = span.open ? "ck-open" : left === right ? "ck-point" : "";
    const label = left > 70 ? `right:${100 - right}%` : `left:${left}%`;
    const bar = `<b class="ck-span ${shape}" style="left:${left}%;width:${right - left}%"></b><span class="ck-label" style="${label}">${safe(span.label)}</span>`;
    return `<tr><th scope="row">${safe(span.name)} <small>${safe(span.small)}</small></th><td class="ck-track">${ticks}${mark("", { ...span, inside: bar })}</td></tr>`;
  });
  const numbers = picture.ticks.map((tick) => `<span style="left:${part(tick)}%">${tick.toLocaleString("en")}</span>`).join("");
  const axis = `<tr class="ck-axis"><td></td><td class="ck-track">${numbers}<em>${safe(picture.axis)}</em></td></tr>`;
  const table = picture.spans.length ? `<table class="ck-intervals"><tbody>${lines.join("")}${axis}</tbody></table>` : `<p>${safe(picture.nothing)}</p>`;
  const without = picture.without.map((place) => mark(place.name, { ...place, className: "ck-name" })).join(" ");
  return picture.note ? `${table}<p class="ck-without">Without a rate: ${without || "none"}</p>` : table;
}

function gridHtml(picture) {
  const [across, down] = picture.heads;
  const heads = picture.columns.map((word) => `<th scope="col">${safe(word)}</th>`).join("");
  const lines = picture.cells.map((row, at) => {
    const cells = row.map((cell) => {
      const names = cell.names.map((place) => mark(`${place.name}${place.star ? "*" : ""}`, { ...place, className: "ck-place" }));
      return `<td class="${cell.known ? "" : "ck-aside"}">${names.join("") || '<i class="ck-nothing" aria-hidden="true">·</i>'}</td>`;
    });
    return `<tr><th scope="row">${safe(picture.rows_of[at])}</th>${cells.join("")}</tr>`;
  });
  return `<table class="ck-grid"><thead><tr><th scope="col" rowspan="2" class="ck-down">${safe(down)} ↓</th><th scope="colgroup" colspan="${picture.columns.length}">${safe(across)} →</th></tr><tr>${heads}</tr></thead><tbody>${lines.join("")}</tbody></table><p class="ck-note">${safe(picture.note)}</p>`;
}

const STANDING_SHAPES = {
  "effect stated": '<circle r="5" class="ck-full"/>',
  "no effect reported": '<text y="4.5" text-anchor="middle" class="ck-zero">0</text>',
  "effect not stated": '<circle r="4.5" class="ck-hollow"/>',
  "general claim only": '<path d="M0,-5.5L5.5,0L0,5.5L-5.5,0Z" class="ck-hollow"/>',
  "declared gap": '<path d="M-4.5,-4.5H4.5V4.5H-4.5Z" class="ck-hollow"/>',
  "not mentioned": '<circle r="1.6" class="ck-dot"/>',
};

function shapeSvg(inside, className = "") {
  return `<svg viewBox="-7 -7 14 14" class="ck-shape ${className}" aria-hidden="true">${inside}</svg>`;
}

function boxHtml(box, most) {
  const shade = box.shade ? ` style="--shade:${Math.round((24 * box.shade) / most)}%"` : "";
  const shape = box.standing ? shapeSvg(STANDING_SHAPES[box.standing], box.dim ? "ck-dim" : "") : "";
  const text = box.text.split("\n").map(safe).join("<br>");
  const inside = `${shape}<span>${text}</span>`;
  const silent = `<span class="ck-silent" role="img" aria-label="${safe(box.words)}" title="${safe(box.words)}">${shape}</span>`;
  return `<td class="${box.shade ? "ck-shaded" : ""}"${shade}>${box.rows.length ? mark("", { ...box, className: "ck-box", inside }) : silent}</td>`;
}

function tableHtml(picture, colours) {
  const most = Math.max(1, ...picture.lines.flatMap((line) => line.cells.map((box) => box.shade)));
  const [grouped, wide] = [picture.lines[0]?.group, picture.columns.length];
  const states = picture.lines.some((line) => line.small);
  const lines = picture.lines.map((line, at) => {
    const head = grouped && picture.lines[at - 1]?.group !== line.group ? `<tr class="ck-group"><th scope="rowgroup" colspan="${wide + 1 + states}">${safe(line.group)}</th></tr>` : "";
    const actor = line.actor ? shapeSvg(`<path d="${SHAPES[line.actor]}" fill="${colours[line.actor]}"/>`) : "";
    const state = states ? `<th scope="row" class="ck-state">${safe(line.small)}</th>` : "";
    const cells = line.cells.map((box) => boxHtml(box, most)).join("");
    return `${head}<tr class="${at === picture.rule && at ? "ck-rule" : ""}${line.name ? " ck-new" : ""}"><th scope="row">${actor}${safe(line.name)}</th>${state}${cells}</tr>`;
  });
  const heads = picture.columns.map((head) => `<th scope="col">${head.split("\n").map(safe).join("<br>")}</th>`).join("");
  const key = picture.standings.map((word) => `<span>${shapeSvg(STANDING_SHAPES[word])} ${safe(word)}</span>`);
  if (picture.chosen) key.push(`<span>${shapeSvg(STANDING_SHAPES["effect stated"], "ck-dim")} grey: said, but not in the rows chosen</span>`);
  return `<table class="ck-table${grouped ? " ck-grouped" : ""}"><thead><tr><td${states ? ' colspan="2"' : ""}></td>${heads}</tr></thead><tbody>${lines.join("")}</tbody></table><p class="ck-key">${key.join("")}</p><p class="ck-note">${safe(picture.note)}</p>`;
}

// A mark in an SVG: what stands within opens rows.
function svgMark({ words, rows }, inside) {
  return `<g class="ck-mark" role="button" tabindex="-1" data-rows="${safe(rows.join(" "))}" aria-label="${safe(words)}"><title>${safe(words)}</title>${inside}</g>`;
}

const INCH = 100; // units of a drawing

function svgText(text, x, y, style = "") {
  const lines = text.split("\n");
  const spans = lines.map((line, at) => `<tspan x="${x}" y="${y + 4.5 + 16 * (at - (lines.length - 1) / 2)}">${safe(line)}</tspan>`);
  return `<text class="${style}">${spans.join("")}</text>`;
}

function frameSvg(frame, stretch, prefix, size) {
  const [west, east, south, north] = frame.extent;
  const [left, top, wide, high] = frame.box.map((inches) => inches * INCH);
  const [across, up] = [wide / (east - west), high / ((north - south) * stretch)];
  const clip = `${prefix}-${frame.letter || "world"}`;
  const spot = (x, y) => [left + x * wide, top + (1 - y) * high];
  const towns = frame.towns.map((town) => {
    const [x, y] = town.x === null ? [null, null] : spot(town.x, town.y);
    const [labelLeft, labelMiddle] = town.label ? spot(...town.at) : [0, 0];
    const leader = frame.letter && x !== null ? `<path d="M${labelLeft - 3},${labelMiddle}L${x},${y}" class="ck-leader"/>` : "";
    const dot = x === null ? "" : `<circle cx="${x}" cy="${y}" r="11" class="ck-reach"/><circle cx="${x}" cy="${y}" r="${size}" class="ck-full"/>`;
    return svgMark(town, `${leader}${dot}${town.label ? svgText(town.label, labelLeft, labelMiddle) : ""}`);
  });
  return `<clipPath id="${clip}"><rect x="${left}" y="${top}" width="${wide}" height="${high}"/></clipPath>` +
    `<g clip-path="url(#${clip})"><use href="#${prefix}-land" class="ck-land" transform="translate(${left},${top}) scale(${across},${up}) translate(${-west},${north * stretch})"/></g>` +
    `<rect x="${left}" y="${top}" width="${wide}" height="${high}" class="ck-frame"/>${frame.title ? svgText(frame.title, left, top - 11, "ck-title") : ""}${towns.join("")}`;
}

function mapHtml(picture) {
  const prefix = `ck-map-${(drawings += 1)}`;
  const [west, east, south, north] = picture.world.extent;
  const [wide, high] = picture.world.box.slice(2).map((inches) => inches * INCH);
  const at = (degrees, low, upper, length) => (length * (degrees - low)) / (upper - low);
  const frames = picture.parts.map((part) => {
    const [x0, x1] = part.extent.slice(0, 2).map((one) => at(one, west, east, wide));
    const [y0, y1] = part.extent.slice(2).map((one) => high - at(one, south, north, high));
    return `<rect x="${x0}" y="${y1}" width="${x1 - x0}" height="${y0 - y1}" class="ck-frame"/>${svgText(part.letter, x1 + 4, y1 + 6, "ck-title")}`;
  });
  const without = picture.without.map((place) => mark(place.name, { ...place, className: "ck-name" })).join(" ");
  const rest = picture.unnamed ? `<p class="ck-note">${picture.unnamed} more towns have no name in the map of the world.</p>` : "";
  return `<svg viewBox="0 0 ${picture.size.map((inches) => inches * INCH).join(" ")}" class="ck-map"><defs><path id="${prefix}-land" d="${picture.land}" vector-effect="non-scaling-stroke"/></defs>` +
    `${frameSvg(picture.world, picture.stretch, prefix, 4)}${frames.join("")}${picture.parts.map((part) => frameSvg(part, picture.stretch, prefix, 5)).join("")}</svg>` +
    `${rest}<p class="ck-without">Without coordinates, and none is guessed: ${without || "none"}</p>`;
}

function fillSvg(fill, x, y) {
  const half = fill === "possible" ? `<path d="M${x},${y - 5}A5,5 0 0 0 ${x},${y + 5}Z" class="ck-full"/>` : "";
  return `<circle cx="${x}" cy="${y}" r="5" class="${fill === "reported" ? "ck-full" : "ck-hollow"}"/>${half}`;
}

function lanesHtml(picture) {
  const [wide, tall] = picture.size.map((inches) => inches * INCH);
  const lane = picture.wide * INCH;
  const head = 24 + 7.4 * Math.max(...picture.lanes.map((name) => name.length));
  const left = picture.lanes.length * lane + 12;
  const spot = (step) => [step.x * INCH, head + step.y * INCH];
  const stripes = picture.lanes.map((name, at) => `${at % 2 ? "" : `<rect x="${at * lane}" y="${head}" width="${lane}" height="${tall}" class="ck-stripe"/>`}` +
    `<text transform="translate(${(at + 0.5) * lane + 5},${head - 8}) rotate(-90)">${safe(name)}</text>`).join("");
  const links = picture.links.map(([before, after]) => {
    const [[x0, y0], [x1, y1]] = [picture.steps[before], picture.steps[after]].map(spot);
    const bow = x0 === x1 ? -0.25 : -0.08;
    const [across, down] = [(x0 + x1) / 2 - bow * (y1 - y0), (y0 + y1) / 2 + bow * (x1 - x0)];
    return `<path d="M${x0},${y0 + 6}Q${across},${down} ${x1},${y1 - 7}" class="ck-link"/><path d="M${x1 - 4},${y1 - 12}L${x1},${y1 - 6}L${x1 + 4},${y1 - 12}" class="ck-link"/>`;
  }).join("");
  const steps = picture.steps.map((step) => {
    const [x, y] = spot(step);
    return svgMark(step, `<path d="M${x + lane / 2},${y}H${left - 4}" class="ck-rail"/><circle cx="${x}" cy="${y}" r="11" class="ck-reach"/>${fillSvg(step.fill, x, y)}${svgText(step.lines.join("\n"), left, y)}`);
  });
  const key = picture.fills.map((fill) => `<span><svg viewBox="-7 -7 14 14" class="ck-shape" aria-hidden="true">${fillSvg(fill, 0, 0)}</svg> ${safe(fill)}</span>`);
  return `<svg viewBox="0 0 ${wide + 30} ${head + tall + 6}" class="ck-map ck-lanes">${stripes}${links}${steps.join("")}</svg><p class="ck-key">${key.join("")}</p><p class="ck-note">${safe(picture.note)}</p>`;
}

// The nearest mark in the direction of an arrow key, as the eye sees them.
function beside(here, key, marks) {
  const from = here.getBoundingClientRect();
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(from);
  const [across, sign] = { ArrowRight: [true, 1], ArrowLeft: [true, -1], ArrowDown: [false, 1], ArrowUp: [false, -1] }[key];
  let [best, least] = [null, Infinity];
  for (const one of marks) {
    const [its, itsDown] = middle(one.getBoundingClientRect());
    const [ahead, aside] = across ? [sign * (its - x), Math.abs(itsDown - y)] : [sign * (itsDown - y), Math.abs(its - x)];
    if (ahead > 1 && ahead + 4 * aside < least) [best, least] = [one, ahead + 4 * aside];
  }
  return best;
}

function render({ model, el }) {
  const [head, drawing, told, behind] = [["p", "ck-head"], ["div", "ck-pane"], ["p", "ck-told"], ["div", "ck-behind"]].map(([name, className]) => element(name, { className }));
  const root = element("div", { className: "ck-drawing" }, [head, drawing, told, behind]);
  told.setAttribute("role", "status");
  behind.setAttribute("role", "region");
  behind.setAttribute("aria-label", "Rows behind what is chosen");
  keepKeys(root);
  el.append(root);
  let [number, opened] = [0, ""];
  const marks = () => [...drawing.querySelectorAll(".ck-mark")];
  const nameOf = (one) => one.getAttribute("aria-label");

  const idsOf = (one) => one.dataset.rows.split(" ").filter(Boolean);
  const { line: followed, tell, follow, nameOfPart } = makeFollowed(model, marks, (one) => partsOf(idsOf(one), model.get("known")));
  head.after(followed);
  const followButtons = (ids) => {
    const [parts, chosen] = [partsOf(ids, model.get("known")) ?? { place: [], claim: [], actor: [] }, model.get("chosen")];
    const claims = parts.claim.length === 1 ? parts.claim : [];
    const offered = [...parts.place.slice(0, 8).map((value) => ["place", value]), ...claims.map((value) => ["claim", value]), ...parts.actor.map((value) => ["actor", value])]
      .filter(([part, value]) => chosen[part] !== value);
    return offered.length ? `<p>Follow in every view: ${offered.map(([part, value]) => `<button type="button" class="ck-name ck-follow" data-part="${part}" data-value="${safe(value)}">${safe(nameOfPart(part, value))}</button>`).join(" ")}</p>` : "";
  };
  const close = () => {
    opened = "";
    for (const one of marks()) one.setAttribute("aria-expanded", "false");
    drawing.querySelector(".ck-under")?.remove();
    behind.replaceChildren();
    root.append(behind);
  };
  const open = (one) => {
    close();
    opened = nameOf(one);
    one.setAttribute("aria-expanded", "true");
    const known = model.get("known");
    const ids = idsOf(one);
    const items = ids.filter((id) => known[id]).map((id) => rowItem(id, known[id])).join("");
    behind.innerHTML = `<p><b>${safe(opened)}</b> <button type="button" class="ck-close">Close (Esc)</button></p>` +
      (items ? `<ul>${items}</ul>` : `<p>${ids.length ? "Its rows are in the table below." : "No row of the evidence."}</p>`) + followButtons(ids);
    behind.style.maxWidth = `${drawing.clientWidth}px`;
    const line = one.closest("tr");
    if (line) {
      const wide = Math.max(...[...line.parentElement.rows].map((row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0)));
      const cell = element("td", { colSpan: wide }, [behind]);
      line.after(element("tr", { className: "ck-under" }, [cell]));
    }
    behind.scrollIntoView({ block: "nearest" });
  };
  const choose = (one) => {
    const again = one.getAttribute("aria-expanded") === "true";
    const places = partsOf(idsOf(one), model.get("known"))?.place ?? [];
    if (!again && OF_PLACES.includes(model.get("picture").kind) && places.length === 1) follow("place", places[0]);
    if (again) close();
    else open(one);
    model.set("opened", again ? [] : idsOf(one));
    model.save_changes();
  };
  const stop = (one) => { for (const other of marks()) other.setAttribute("tabindex", other === one ? "0" : "-1"); };
  const draw = () => {
    const picture = model.get("picture");
    const start = performance.now();
    const [held, kept] = [drawing.contains(document.activeElement) && document.activeElement.classList.contains("ck-mark") ? nameOf(document.activeElement) : "", opened];
    close();
    root.hidden = !picture.kind;
    root.dataset.number = String((number += 1));
    if (!picture.kind) return drawing.replaceChildren();
    head.textContent = picture.title;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", picture.title);
    drawing.innerHTML = PICTURES[picture.kind](picture, model.get("colours"));
    for (const one of marks()) one.setAttribute("aria-expanded", "false");
    const find = (name) => (name ? marks().find((one) => nameOf(one) === name) : undefined);
    stop(find(held) || marks()[0]);
    find(held)?.focus();
    if (find(kept)) choose(find(kept));
    tell();
    told.textContent = "Choose a mark to read its rows; arrow keys move among the marks.";
    performance.measure("clusterkit-draw", { start });
  };
  drawing.addEventListener("click", (event) => {
    if (event.target.closest(".ck-behind")) return;
    const one = event.target.closest(".ck-mark");
    if (one) { stop(one); choose(one); }
  });
  const look = (event) => {
    const one = event.target.closest?.(".ck-mark");
    if (one) told.textContent = nameOf(one);
  };
  drawing.addEventListener("pointerover", look);
  drawing.addEventListener("focusin", look);
  root.addEventListener("click", (event) => {
    const { part, value } = event.target.closest(".ck-follow")?.dataset ?? {};
    if (part) {
      follow(part, value);
      event.target.remove();
      return;
    }
    if (!event.target.closest(".ck-close")) return;
    const one = marks().find((other) => other.getAttribute("aria-expanded") === "true");
    choose(one);
    one.focus();
  });
  root.addEventListener("keydown", (event) => {
    const one = event.target.closest(".ck-mark");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && opened) root.querySelector(".ck-close").click();
    else if (!one) return;
    else if (event.key === "Enter" || event.key === " ") choose(one);
    else if (event.key === "Home" || event.key === "End" || event.key.startsWith("Arrow")) {
      const next = { Home: marks()[0], End: marks().at(-1) }[event.key] ?? beside(one, event.key, marks());
      if (next) { stop(next); next.focus(); }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  model.on("change:picture", draw);
  draw();
}

export default { render };
