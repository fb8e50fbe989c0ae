// The harvest plot and the flow: strings of HTML and SVG from the values that Python counted.
// SIGN_WORDS and OUTCOME_WORDS are Python's, see scripts.py.
function clip(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

// Where the shapes of one mark stand, and their size: one actor alone, or up to four side by side.
const SPOTS = [[[0, 0, 1]], [[-4.2, 0, 0.72], [4.2, 0, 0.72]], [[-4.2, 3, 0.62], [4.2, 3, 0.62], [0, -3.6, 0.62]],
  [[-4, 3.4, 0.58], [4, 3.4, 0.58], [-4, -3.4, 0.58], [4, -3.4, 0.58]]];

function shapeOf(actor, left, up, size, certainty, words, prefix) {
  return `<path d="${SHAPES[actor]}" transform="translate(${left},${up}) scale(${size})" fill="${fillOf(actor, certainty, words.colours, prefix)}" ` +
    `stroke="${words.colours[actor]}" stroke-width="${1.5 / size}"/>`;
}

function markButton([outcome, direction], [place, policy], [, , actor, certainty, wider, own, rows], words, prefix) {
  const frame = wider ? '<rect x="-7" y="-7" width="14" height="14" class="ck-wider"/>' : "";
  const dot = own ? '<circle cx="6.5" cy="-6.5" r="2" class="ck-own"/>' : "";
  const acting = actor.split("+");
  const spots = SPOTS[Math.min(acting.length, SPOTS.length) - 1];
  const shapes = spots.map(([left, up, size], at) => shapeOf(acting[at], left, up, size, certainty, words, prefix)).join("");
  const name = `${OUTCOME_WORDS[outcome]}, ${SIGN_WORDS[direction]}: ${place}, ${policy}; ${acting.map(actorWord).join(" and ")}, ${certainty}` +
    (wider ? ", wider context" : "") + (own ? ", your own row" : "");
  return `<button type="button" class="ck-mark" tabindex="-1" data-rows="${safe(rows.join(" "))}" aria-label="${safe(name)}">` +
    `<svg viewBox="-8.5 -8.5 17 17" aria-hidden="true">${frame}${shapes}${dot}</svg></button>`;
}

// A table: a line for each place and policy with its state, a column for each outcome and direction.
// Python says of every mark in which column and line it stands.
function harvestTable(answer, words, prefix) {
  const cells = new Map();
  const put = (column, line, html) => cells.set(`${column} ${line}`, (cells.get(`${column} ${line}`) ?? "") + html);
  for (const mark of answer.marks) put(mark[0], mark[1], markButton(answer.columns[mark[0]], answer.lines[mark[1]], mark, words, prefix));
  for (const [column, line, number] of answer.more) put(column, line, `<span class="ck-more">+${number}</span>`);
  const edge = (at) => (at % words.directions.length ? "" : " ck-edge");
  const lineOf = (at) => answer.columns.map(([, direction], column) =>
    `<td class="${direction === "not stated" ? "ck-silent" : ""}${edge(column)}">${cells.get(`${column} ${at}`) ?? ""}</td>`).join("");
  const spans = answer.lines.map(([place], at) => (answer.lines[at - 1]?.[0] === place ? 0 : answer.lines.filter(([one]) => one === place).length));
  const body = answer.lines.map(([place, policy], at) => `<tr${spans[at] ? ' class="ck-first"' : ""}>` +
    (spans[at] ? `<th scope="rowgroup" rowspan="${spans[at]}">${safe(place)}</th>` : "") + `<th scope="row">${safe(policy)}</th>${lineOf(at)}</tr>`);
  if (answer.more.some(([, line]) => line >= answer.lines.length)) body.push(`<tr class="ck-first"><th colspan="2" scope="row">further places and policies</th>${lineOf(answer.lines.length)}</tr>`);
  if (!body.length) body.push(`<tr><td colspan="${answer.columns.length + 2}">${answer.total ? `No row that matches is a policy, an act or a context, so no claim is drawn here: ${answer.total === 1 ? "the row stands" : `the ${answer.total} rows stand`} in words above.` : "No row matches."}</td></tr>`);
  const three = ["claims", "places", "sources"];
  const totals = (columns, was) => three.map((name, at) => `<tr${was ? ' class="ck-was"' : ""}><th colspan="2" scope="row">${was}${name}</th>` +
    `${columns.map((column, place) => `<td class="ck-count${edge(place)}">${column[2 + at]}</td>`).join("")}</tr>`).join("");
  const heads = words.outcomes.map((outcome) => `<th scope="colgroup" colspan="${words.directions.length}" class="ck-edge">${OUTCOME_WORDS[outcome]}</th>`);
  const signs = answer.columns.map(([, direction], at) => `<th scope="col" class="ck-sign${edge(at)}">${SIGN_WORDS[direction]}</th>`);
  return `<svg class="ck-fills" aria-hidden="true"><defs>${halves(words.colours, prefix)}</defs></svg>` +
    `<table class="ck-harvest"><caption>One mark is one claim at one place; arrow keys move among the marks</caption>` +
    `<thead><tr><th rowspan="2" scope="col">place</th><th rowspan="2" scope="col">policy: its state</th>${heads.join("")}</tr><tr>${signs.join("")}</tr></thead>` +
    `<tbody>${body.join("")}</tbody><tfoot>${totals(answer.columns, "")}${answer.pinned_columns ? totals(answer.pinned_columns, "pinned: ") : ""}</tfoot></table>`;
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
