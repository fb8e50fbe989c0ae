// Cases × sets. A cell says what the evidence says; choosing it lists the rows that it rests on.
const SIGNS = { yes: "1", no: "0", both: "both", "not said": "·" };

function render({ model, el }) {
  const [sets, cells, known] = [model.get("sets"), model.get("cells"), model.get("known")];
  const places = [...new Set(cells.map(([place]) => place))];
  const find = (place, name) => cells.find((one) => one[0] === place && one[1] === name);
  const head = sets.map(([name, label, yes, no]) => `<th scope="col" title="clusters ${safe(label)}. 1: ${safe(yes)}. 0: ${safe(no)}.">${safe(name)}</th>`).join("");
  const body = places.map((place) => `<tr><th scope="row">${safe(place)}</th>${sets.map(([name]) => {
    const [, , answer, rows] = find(place, name);
    return `<td><button type="button" data-place="${safe(place)}" data-set="${safe(name)}" aria-label="${safe(`${place}, ${name}: ${answer}, ${rows.length} rows`)}">${SIGNS[answer]}</button></td>`;
  }).join("")}</tr>`).join("");
  const rules = sets.map(([name, label, yes, no]) => `<tr><th scope="row">${safe(name)}</th><td>clusters ${safe(label)}</td><td>${safe(yes)}</td><td>${safe(no)}</td></tr>`).join("");
  const root = element("div", { className: "ck-cells", innerHTML: `<div class="ck-wide"><table><caption>1: rows speak for it; 0: against it; both: some for, some against, so missing; ·: not said, so missing</caption><thead><tr><td></td>${head}</tr></thead><tbody>${body}</tbody></table></div>` +
    `<div class="ck-behind" role="status"></div><details><summary>The rules</summary><table><thead><tr><th scope="col">set</th><th scope="col">what it is</th><th scope="col">1, where</th><th scope="col">0, where</th></tr></thead><tbody>${rules}</tbody></table></details>` });
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", model.get("description"));
  keepKeys(root);
  el.append(root);
  const tell = () => {
    const [place, name] = model.get("value");
    for (const one of root.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset.place === place && one.dataset.set === name));
    const cell = place ? find(place, name) : null;
    root.querySelector(".ck-behind").innerHTML = cell
      ? `<p><b>${safe(place)}, ${safe(name)}: ${safe(cell[2])}</b>${cell[3].length ? "" : ". No row that this rule reads; the cell stays missing."}</p><ul>${cell[3].map((id) => rowItem(id, known[id])).join("")}</ul>`
      : "<p>Choose a cell to read the rows behind it.</p>";
  };
  root.addEventListener("click", (event) => {
    const { place, set } = event.target.dataset ?? {};
    if (!set) return;
    model.set("value", [place, set]);
    model.save_changes();
    tell();
  });
  model.on("change:value", tell);
  tell();
}

export default { render };
