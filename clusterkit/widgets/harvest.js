// The harvest plot and the flow: strings of SVG from the values that Python counted.
// SIGN_WORDS and OUTCOME_WORDS are Python's, see scripts.py.
const STEP = 15;
const WIDE = 18;

function clip(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

// Python says of every mark in which column and stack it stands, and how high.
function byColumn(answer) {
  return answer.columns.map(([outcome, direction, ...counts], at) => {
    const [marks, more] = [answer.marks, answer.more].map((all) => all.filter(([column]) => column === at));
    const places = [];
    for (const [, stack, , place] of [...marks, ...more]) places[stack] = place;
    return { outcome, direction, counts, marks, more, places, pinned: answer.pinned_columns?.[at].slice(2) };
  });
}

// Where the shapes of one mark stand, and their size: one actor alone, or up to four side by side.
const SPOTS = [[[0, 0, 1]], [[-4.2, 0, 0.72], [4.2, 0, 0.72]], [[-4.2, 3, 0.62], [4.2, 3, 0.62], [0, -3.6, 0.62]],
  [[-4, 3.4, 0.58], [4, 3.4, 0.58], [-4, -3.4, 0.58], [4, -3.4, 0.58]]];

function shapeOf(actor, left, up, size, certainty, words, prefix) {
  return `<path d="${SHAPES[actor]}" transform="translate(${left},${up}) scale(${size})" fill="${fillOf(actor, certainty, words.colours, prefix)}" ` +
    `stroke="${words.colours[actor]}" stroke-width="${1.5 / size}"/>`;
}

function markShape({ outcome, direction }, mark, x, y, words, prefix) {
  const [, , , place, actor, certainty, wider, own, rows] = mark;
  const frame = wider ? '<rect x="-7" y="-7" width="14" height="14" class="ck-wider"/>' : "";
  const dot = own ? '<circle cx="6.5" cy="-6.5" r="2" class="ck-own"/>' : "";
  const acting = actor.split("+");
  const spots = SPOTS[Math.min(acting.length, SPOTS.length) - 1];
  const name = `${OUTCOME_WORDS[outcome]}, ${SIGN_WORDS[direction]}: ${place}, ${acting.map(actorWord).join(" and ")}, ${certainty}` +
    (wider ? ", wider context" : "") + (own ? ", your own row" : "");
  return `<g class="ck-mark" role="button" tabindex="-1" data-rows="${safe(rows.join(" "))}" aria-label="${safe(name)}" ` +
    `transform="translate(${x},${y})">${frame}${spots.map(([left, up, size], at) => shapeOf(acting[at], left, up, size, certainty, words, prefix)).join("")}${dot}</g>`;
}

function columnSvg(column, x, width, base, below, words, prefix) {
  const middle = x + width / 2;
  let drawn = `<text x="${middle}" y="40" class="ck-sign">${SIGN_WORDS[column.direction]}</text>` +
    `<line x1="${x + 3}" x2="${x + width - 3}" y1="${base}" y2="${base}" class="ck-axis"/>`;
  const left = (stack) => middle + (stack - (column.places.length - 1) / 2) * WIDE;
  for (const mark of column.marks) drawn += markShape(column, mark, left(mark[1]), base - 9 - mark[2] * STEP, words, prefix);
  for (const [, stack, height, , number] of column.more) drawn += `<text x="${left(stack)}" y="${base - 6 - height * STEP}" class="ck-more">+${number}</text>`;
  column.places.forEach((place, stack) => {
    drawn += `<text transform="translate(${left(stack) - 4},${base + 7}) rotate(90)" class="ck-place">${safe(clip(place, 30))}</text>`;
  });
  drawn += `<text x="${middle}" y="${below + 10}" class="ck-count">${column.counts.join(" · ")}</text>`;
  if (column.pinned) drawn += `<text x="${middle}" y="${below + 27}" class="ck-count ck-was">pinned ${column.pinned.join(" · ")}</text>`;
  return drawn;
}

const widthOf = ({ places }) => Math.max(places.length * WIDE, 92);

function panelSvg(columns, total, answer, words, prefix) {
  const widths = columns.map(widthOf);
  const tallest = Math.max(3, ...columns.flatMap(({ marks, more }) => [...marks, ...more].map(([, , height]) => height + 1)));
  const longest = Math.max(0, ...columns.flatMap(({ places }) => places.map((place) => clip(place, 30).length)));
  const base = 62 + tallest * STEP;
  const below = base + 14 + longest * 6.1;
  const height = below + (answer.pinned_columns ? 36 : 20);
  const room = (total - widths.reduce((sum, width) => sum + width, 0)) / 5;
  const outcome = OUTCOME_WORDS[columns[0].outcome];
  let x = room / 2;
  let drawn = `<text x="8" y="18" class="ck-head">${outcome}</text>`;
  columns.forEach((column, at) => {
    drawn += columnSvg(column, x, widths[at], base, below, words, prefix);
    x += widths[at] + room;
  });
  if (!answer.total) drawn += `<text x="${total / 2}" y="${base - 18}" class="ck-sign">No policy and no act fits.</text>`;
  return `<svg viewBox="0 0 ${total} ${height}" style="max-width:${Math.round(total * 1.3)}px" class="ck-harvest" role="group" ` +
    `aria-label="Effects on ${outcome.toLowerCase()}: one mark is one claim at one place; arrow keys move among the marks">` +
    `<defs>${halves(words.colours, prefix)}</defs>${drawn}</svg>`;
}

function harvestSvg(answer, words, prefix) {
  const columns = byColumn(answer);
  const panels = words.outcomes.map((outcome) => columns.filter((one) => one.outcome === outcome));
  // Both panels are as wide as the wider one, so that their marks have one size.
  const total = Math.max(530, ...panels.map((panel) => panel.reduce((sum, column) => sum + widthOf(column) + 10, 8)));
  return panels.map((panel, at) => panelSvg(panel, total, answer, words, `${prefix}-${at}`)).join("");
}

function directionTable(answer) {
  const rows = answer.directions.map(([place, growth, social]) =>
    `<tr><th scope="row">${safe(place)}</th><td>${safe(growth)}</td><td>${safe(social)}</td></tr>`);
  const head = "<tr><th scope='col'>place</th><th scope='col'>growth</th><th scope='col'>social conditions</th></tr>";
  const counts = answer.columns.map(([outcome, direction, ...three]) =>
    `<tr><th scope="row">${OUTCOME_WORDS[outcome]}, ${SIGN_WORDS[direction]}</th>${three.map((one) => `<td>${one}</td>`).join("")}</tr>`);
  const under = "<tr><th scope='col'>effect</th><th scope='col'>claims</th><th scope='col'>places</th><th scope='col'>sources</th></tr>";
  return `<div class="ck-tables"><table><caption>Effect directions: claims by place</caption><thead>${head}</thead><tbody>${rows.join("")}</tbody></table>` +
    `<table><caption>Counts under the columns</caption><thead>${under}</thead><tbody>${counts.join("")}</tbody></table></div>`;
}

function stackNodes(strands, at, order) {
  const sizes = new Map();
  for (const strand of strands) sizes.set(strand[at], (sizes.get(strand[at]) ?? 0) + strand[4]);
  const names = [...sizes.keys()];
  names.sort((a, b) => (order ? order.indexOf(a) - order.indexOf(b) : sizes.get(b) - sizes.get(a)));
  return names.map((name) => ({ name, size: sizes.get(name) }));
}

function flowSvg(all, words, outcome) {
  const strands = all.filter((one) => one[0] === outcome);
  const columns = [stackNodes(strands, 1), stackNodes(strands, 2), stackNodes(strands, 3, words.directions)];
  const most = Math.max(...columns.map((nodes) => nodes.length));
  const claims = strands.reduce((sum, one) => sum + one[4], 0);
  const unit = Math.max(1.2, Math.min(9, 300 / claims));
  const height = Math.max(most * 21 + 40, claims * unit + most * 8 + 40, 84);
  const lefts = [186, 382, 676];
  let drawn = "";
  columns.forEach((nodes, at) => {
    const gap = (height - 40 - claims * unit) / Math.max(nodes.length, 1);
    let y = 34;
    for (const node of nodes) {
      Object.assign(node, { top: y + gap / 2, from: y + gap / 2, to: y + gap / 2 });
      const middle = node.top + (node.size * unit) / 2 + 4;
      const [anchor, x] = at === 0 ? ["end", lefts[0] - 8] : ["start", lefts[at] + 18];
      const word = at === 2 ? SIGN_WORDS[node.name] : node.name;
      drawn += `<rect x="${lefts[at]}" y="${node.top}" width="10" height="${Math.max(node.size * unit, 2)}" class="ck-node"/>` +
        `<text x="${x}" y="${middle}" text-anchor="${anchor}" class="ck-label">${safe(clip(word, 42))}</text>`;
      y += node.size * unit + gap;
    }
  });
  const named = columns.map((nodes) => new Map(nodes.map((node) => [node.name, node])));
  const order = (name, at) => columns[at].findIndex((node) => node.name === name);
  const sorted = [...strands].sort((a, b) => order(a[1], 0) - order(b[1], 0) || order(a[2], 1) - order(b[2], 1) || order(a[3], 2) - order(b[3], 2));
  let paths = "";
  for (const [, policy, actors, direction, number, places, sources, rows] of sorted) {
    const thick = number * unit;
    const [a, b, c] = [named[0].get(policy), named[1].get(actors), named[2].get(direction)];
    const [y0, y1, y2] = [a.from, b.from, c.from].map((top) => top + thick / 2);
    a.from += thick; b.from += thick; c.from += thick;
    const name = `${policy} → ${actors} → ${SIGN_WORDS[direction]}: ${number} claims, ${places} places, ${sources} sources`;
    const bend = (x0, h0, x1, h1) => `C${(x0 + x1) / 2},${h0} ${(x0 + x1) / 2},${h1} ${x1},${h1}`;
    paths += `<path d="M${lefts[0] + 10},${y0}${bend(lefts[0] + 10, y0, lefts[1], y1)}H${lefts[1] + 10}${bend(lefts[1] + 10, y1, lefts[2], y2)}" ` +
      `stroke-width="${thick}" class="ck-strand ${actors === "no act linked" ? "ck-unmediated" : ""}" role="button" tabindex="-1" ` +
      `aria-label="${safe(name)}" data-rows="${safe(rows.join(" "))}"/>`;
  }
  const heads = ["policy instrument", "actors and mode", `effect on ${OUTCOME_WORDS[outcome].toLowerCase()}`];
  const titles = heads.map((head, at) => `<text x="${lefts[at] + (at === 0 ? 10 : 0)}" y="16" text-anchor="${["end", "start", "middle"][at]}" class="ck-head">${head}</text>`);
  return `<svg viewBox="0 0 772 ${height}" style="max-width:${Math.round(772 * 1.2)}px" class="ck-flow" role="group" aria-label="Flow from policy through actors to the effect on ${OUTCOME_WORDS[outcome].toLowerCase()}; arrow keys move among the strands">` +
    `${titles.join("")}${paths}${drawn}</svg>`;
}
