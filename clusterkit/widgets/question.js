// A question with a field, a button and what an answer is told. The page itself looks at what stands
// in the field when the button is pressed, so nothing older can be judged. Numbers are read, and
// sentences opened, as clusterkit/teaching/typed_answers.py reads and seals them.
const NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(" ");
const BEFORE = /^(?:(?:about|around|approximately|circa|ca\.?|at least|≥|>=|~|≈|=|\+)\s*)+/;
const AFTER = /(?:\s*(?:%|percent|per cent|pct|p\.\s?a\.?|a year|per year|per annum|\/\s?year|yearly|jobs?|places?|rows?|acts?|terms?|clusters?|claims?)\.?)+$/;
const GROUPED = /^-?[1-9]\d{0,2}(?:([ ',.])\d{3})(?:\1\d{3})*$/;

function readNumber(text, decimals) {
  let plain = text.replace(/[\s\u00a0\u2009\u202f]+/g, " ").trim().toLowerCase().replaceAll("−", "-").replaceAll("’", "'");
  plain = plain.replace(BEFORE, "").replace(AFTER, "").trim().replace(/[.,;]+$/, "").trim();
  if (plain === "none" || plain === "no") return 0;
  if (NUMBERS.includes(plain)) return NUMBERS.indexOf(plain);
  const grouped = GROUPED.exec(plain);
  if (grouped && (grouped[1] !== "." || plain.split(".").length > 2 || (decimals ?? 0) < 0)) plain = plain.replaceAll(grouped[1], "");
  else if (plain.includes(",") && plain.includes(".")) {
    const decimal = plain.lastIndexOf(",") > plain.lastIndexOf(".") ? "," : ".";
    plain = plain.replaceAll(decimal === "," ? "." : ",", "").replaceAll(decimal, ".");
  } else plain = plain.replaceAll(",", ".");
  return /^-?(?:\d+(?:\.\d+)?|\.\d+)$/.test(plain) ? Number(plain) : null;
}

function rounded(number, decimals) {
  if (decimals === null) return number;
  if (decimals >= 0) return Number(number.toFixed(decimals));
  const unit = 10 ** -decimals;
  return Math.floor(number / unit + 0.5) * unit;
}

function fnv(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

const hashOf = (text) => fnv(text).toString(16).padStart(8, "0");

function unsealed(text, key) {
  let state = fnv(`seal ${key}`) || 1;
  const bytes = Uint8Array.from(atob(text), (sign) => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return sign.charCodeAt(0) ^ (state & 0xff);
  });
  return new TextDecoder().decode(bytes);
}

// What an answer is told: whether it is right, and a sentence.
function judged(known, answer) {
  const { number, field, decimals, replies, belongs, strangers, words } = known;
  const several = field === "several";
  if (several ? !answer.length : !answer.trim()) return { right: false, sentence: words.empty };
  let key = several ? [...answer].sort().join(";") : answer;
  if (field === "number") {
    const read = readNumber(answer, decimals);
    if (read === null) return { right: false, sentence: words.no_number };
    key = String(rounded(read, decimals));
  }
  const reply = replies[hashOf(`${number}|${key}`)];
  if (reply) {
    const sentence = unsealed(reply, `${number}|${key}`);
    return { right: sentence.startsWith(words.right), sentence };
  }
  if (!several) return { right: false, sentence: words.wrong };
  const fits = answer.filter((word) => belongs.includes(hashOf(`${number}|in|${word}`)));
  const said = [...answer].sort().map((word) => [strangers[hashOf(`${number}|out|${word}`)], `${number}|out|${word}`]).filter(([text]) => text);
  const whole = fits.length === answer.length ? words.missing : fits.length ? words.part : words.nothing;
  return { right: false, sentence: [whole, ...said.map(([text, by]) => unsealed(text, by))].join(" ") };
}

// A guess beside what the rows give, on one line: drawn for numbers only.
function drawnGuess(guess, told) {
  const most = Math.max(guess, told, 1), x = (value) => 12 + 336 * value / most;
  const name = (value, words, y) => `<text x="${x(value)}" y="${y}" text-anchor="${x(value) > 250 ? "end" : x(value) < 90 ? "start" : "middle"}">${safe(words)}</text>`;
  return `<svg viewBox="0 0 360 66" width="360" role="img" aria-label="${safe(`Your guess ${guess}, the rows ${told}`)}"><line x1="12" y1="33" x2="348" y2="33"/>` +
    `<circle class="ck-guess" cx="${x(guess)}" cy="33" r="7"/>${name(guess, `your guess: ${guess}`, 16)}<circle cx="${x(told)}" cy="33" r="4"/>${name(told, `the rows: ${told}`, 60)}</svg>`;
}

function render({ model, el }) {
  const known = model.get("known");
  const { number, question, field, options, hint, button, words } = known;
  const guessing = known.told !== undefined;
  const id = `ck-question-${Math.random().toString(36).slice(2)}`;
  const several = field === "several";
  const inside = field === "number"
    ? `<label>Your ${guessing ? "guess" : "answer"} <input type="text" placeholder="a number" autocomplete="off" size="12"></label>`
    : several
      ? `<fieldset><legend>Your answer: tick all that belong</legend>${options.map(([label, word]) => `<label><input type="checkbox" value="${safe(word)}"> ${safe(label)}</label>`).join("")}</fieldset>`
      : `<label>Your ${guessing ? "guess" : "answer"} <select><option value="">choose</option>${options.map(([label, word]) => `<option value="${safe(word)}">${safe(label)}</option>`).join("")}</select></label>`;
  const root = element("div", { className: "ck-question", innerHTML:
    `<p id="${id}"><b>${safe(guessing ? words.predict : number)}</b> ${safe(question)}</p><div class="ck-answer">${inside}` +
    `<button type="button" class="ck-check">${safe(button)}</button>${hint ? `<button type="button" class="ck-hint" aria-expanded="false">Hint</button>` : ""}</div>` +
    `<div class="ck-told" role="status"></div>${hint ? `<p class="ck-hinted" hidden>${safe(hint)}</p>` : ""}` });
  root.setAttribute("role", "group");
  root.setAttribute("aria-labelledby", id);
  keepKeys(root);
  el.append(root);
  const told = root.querySelector(".ck-told");
  const inputs = [...root.querySelectorAll("input, select")];
  const inField = () => (several ? inputs.filter((one) => one.checked).map((one) => one.value) : inputs[0].value);
  const put = (value) => {
    if (several) for (const one of inputs) one.checked = value.includes(one.value);
    else inputs[0].value = value;
  };
  const save = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  };
  const say = (sentence, drawing = "") => { told.innerHTML = sentence ? `<p><b>${safe(sentence)}</b></p>${drawing}` : ""; };
  const open = (value) => {
    const there = JSON.parse(unsealed(known.told, number));
    const read = field === "number" ? readNumber(value, null) : null;
    const guess = field === "number" ? String(read) : options.find(([, word]) => word === value)[0];
    const sentence = there.sentence.replace("{guess}", guess);
    say(sentence, field === "number" && read >= 0 ? drawnGuess(read, there.answer) : "");
    root.closest("[data-prediction]")?.querySelector(".ck-look")?.removeAttribute("hidden");
    return sentence;
  };
  const check = () => {
    const value = inField();
    if (!guessing) {
      const { right, sentence } = judged(known, value);
      told.dataset.right = right;
      say(sentence);
      save({ value, said: sentence });
      return;
    }
    const read = field === "number" ? readNumber(value, null) : value;
    if (read === null || read === "" || (field === "number" && !value.trim())) return say(value.trim() ? words.no_number : words.no_guess);
    save({ value, said: open(value), opened: true });
  };
  root.querySelector(".ck-check").addEventListener("click", check);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type !== "text") return;
    event.preventDefault();
    check();
  });
  root.addEventListener("input", () => {
    if (!guessing) { say(""); save({ value: inField(), said: "" }); }
  });
  root.querySelector(".ck-hint")?.addEventListener("click", (event) => {
    const shown = root.querySelector(".ck-hinted");
    shown.hidden = !shown.hidden;
    event.target.setAttribute("aria-expanded", String(!shown.hidden));
  });
  model.on("change:value", () => {
    if (JSON.stringify(inField()) !== JSON.stringify(model.get("value"))) put(model.get("value"));
  });
  model.on("change:said", () => { if (!guessing && (told.textContent !== model.get("said"))) say(model.get("said")); });
  put(model.get("value"));
  if (guessing ? model.get("opened") && inField() : model.get("said")) guessing ? open(inField()) : say(model.get("said"));
}

export default { render };
