"use strict";
// Everything from the file is set as text, never as markup.
// Who answers, a server on this computer or Python in this browser, only `desk` (ask.js) knows.

const $ = (id) => document.getElementById(id);
let reading = null; // what was understood of the file
let wall = [], slide = 0, start = 0, stamp = null, shown = 0;

function make(name, text = "", more = {}) {
  const element = document.createElement(name);
  if (text !== "") element.textContent = text;
  Object.assign(element, more);
  return element;
}

// What had the focus may be gone after an answer: the next of its kind that stands there gets it, so
// that who uses the keyboard or hears the page goes on from the same place.
function fill(id, items) {
  const holder = $(id);
  const had = document.activeElement;
  const place = [...holder.children].findIndex((one) => one.contains(had));
  holder.replaceChildren(...items);
  if (place < 0) return;
  const parts = [...holder.children].filter((one, number) => number >= place || number === holder.children.length - 1);
  const find = (names) => parts.map((one) => one.matches(names) ? one : one.querySelector(names)).find(Boolean);
  (find(had.matches("input") ? "input" : "input, button") || find("button") || $("screen")).focus();
}

function say(words) {
  $("said").textContent = words;
  $("said").hidden = !words;
}

// Whatever takes over a second says so, and can be cancelled.
async function run(what, work, isWanted = () => true) {
  say("");
  const began = Date.now();
  const clock = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    if (seconds < 1 || !what) return;
    $("busy").firstElementChild.textContent = `${what}: ${seconds} s`;
    $("busy").hidden = false;
  }, 250);
  try {
    return await work();
  } catch (error) {
    if (isWanted()) say(error.message);
    return null;
  } finally {
    clearInterval(clock);
    $("busy").hidden = true;
  }
}

function go(name) {
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== name;
  for (const button of document.querySelectorAll("nav [data-screen]")) {
    if (button.dataset.screen === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  $("screen").focus({ preventScroll: true });
  window.scrollTo(0, 0);
  // Elsewhere nobody waits for the rest of what would change; it is asked again on coming back.
  if (name !== "try") { asked += 1; letGo(); }
  if (name === "read") showView(document.querySelector("[data-view][aria-pressed='true']").dataset.view);
  if (name === "try") showChoices();
  if (name === "wall") showWall();
  if (name === "mend") showRows();
}

// Open

async function open(file) {
  const data = await run("Reading", () => desk.ask("drop", { name: file.name, data: file }));
  if (data) show(data);
}

function show(data) {
  reading = data;
  shown += 1;
  $("file").textContent = data.name ? `· ${data.name}` : "";
  $("understood").hidden = !data.name;
  fill("kinds", data.kinds.map((one) => make("li", one)));
  $("told").textContent = data.told;
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  $("asked").textContent = data.is_read
    ? data.warnings ? `${count(data.warnings, "warning")} to look at.` : "Nothing is to be mended."
    : `${count(data.errors, "error")} keep it from being read.`;
  const next = document.querySelector("#understood .next");
  const forward = make("button", data.is_read ? "Read the report" : "Mend", { type: "button" });
  forward.addEventListener("click", () => go(data.is_read ? "read" : "mend"));
  next.replaceChildren(forward);
  if (data.is_read && data.warnings) {
    const first = make("button", "Look at them", { type: "button" });
    first.setAttribute("aria-label", "Look at the warnings");
    first.addEventListener("click", () => go("mend"));
    next.append(" ", first);
  }
  for (const button of document.querySelectorAll("nav [data-screen]")) {
    const name = button.dataset.screen;
    button.disabled = name !== "drop" && !(name === "mend" ? data.name : data.is_read);
  }
  document.querySelector('[data-view="places"]').disabled = !data.has_places;
  $("no-places").hidden = data.has_places;
  if (!data.has_places) choose("report");
  showMend();
}

const target = $("target");
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); target.classList.add("over"); });
}
document.addEventListener("dragleave", () => target.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  target.classList.remove("over");
  const dropped = event.dataTransfer.items.length ? event.dataTransfer.items[0].webkitGetAsEntry() : null;
  if (dropped && dropped.isDirectory) say("That is a folder. Drop one file of it.");
  else if (event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
});
$("chosen").addEventListener("change", async () => {
  if (!$("chosen").files.length) return;
  await open($("chosen").files[0]);
  // So that the same file, changed meanwhile, can be chosen again.
  $("chosen").value = "";
});
$("sample").addEventListener("click", async () => {
  const data = await run("Reading", () => desk.ask("sample"));
  if (data) show(data);
});

// Mend

function showMend() {
  const done = reading.mended;
  const undone = [];
  if (done) {
    const undo = make("button", "Undo the last", { type: "button" });
    undo.addEventListener("click", async () => {
      const data = await run("Reading", () => desk.ask("undo-mend"));
      if (data) show(data);
    });
    undone.push(`${done} ${done === 1 ? "cell" : "cells"} mended here. `, undo);
  }
  fill("mended", undone);
  $("aside").checked = reading.is_set_aside;
  fill("cells", reading.cells.map(makeCard));
  fill("known-places", reading.places.map((one) => make("option", "", { value: one })));
  $("whole").hidden = reading.can_mend || !reading.name;
  if (!reading.cells.length) fill("cells", [make("p", "Nothing is to be mended.")]);
  const lines = reading.lines.map((one) => make("li", one));
  if (reading.more) lines.push(make("li", `… and ${reading.more} more: download the list.`));
  fill("lines", lines);
  const chosen = $("sheet").value;
  fill("sheet", reading.sheets.map((one) => make("option", one, { value: one })));
  // First the sheet with something to look at.
  const named = [chosen, ...reading.cells.map((cell) => cell.sheet)];
  $("sheet").value = named.find((one) => reading.sheets.includes(one)) || reading.sheets[0] || "";
  start = 0;
  if (!$("mend").hidden) showRows();
}

function makeCard(cell, number) {
  const card = make("div", "", { className: `card ${cell.severity}` });
  const where = [cell.sheet, cell.row && `row ${cell.row}`, cell.column].filter(Boolean).join(", ");
  const isCell = cell.row !== null && cell.column !== "";
  const value = isCell && cell.value === "" ? "empty" : cell.value;
  card.append(make("p", [where || "The file", value].filter(Boolean).join(": ")));
  card.append(make("p", cell.message, { id: `remark-${number}` }));
  card.setAttribute("role", "group");
  card.setAttribute("aria-labelledby", `remark-${number}`);
  if (cell.suggestion) card.append(make("p", cell.suggestion));
  if (!reading.can_mend || !isCell) return card;
  const form = make("form");
  for (const text of cell.offered.slice(0, 12)) {
    const button = make("button", text, { type: "button" });
    button.setAttribute("aria-label", `Put ${text} in ${where}`);
    button.addEventListener("click", () => mend(cell, text));
    form.append(button);
  }
  const input = make("input", "", { type: "text", value: cell.value, id: `cell-${number}` });
  input.setAttribute("aria-label", `What ${where} should say`);
  if (cell.is_place) {
    input.setAttribute("list", "known-places");
    input.value = "";
    input.placeholder = "Choose a place";
  }
  const change = make("button", "Change");
  const clear = make("button", cell.is_needed ? "Leave the row out" : "Leave it out", { type: "button" });
  clear.setAttribute("aria-label", cell.is_needed ? `Leave the row out: ${where}` : `Leave it out: ${where}`);
  clear.addEventListener("click", () => mend(cell.is_needed ? { ...cell, column: "" } : cell, ""));
  form.addEventListener("submit", (event) => { event.preventDefault(); mend(cell, input.value); });
  form.append(input, change, clear);
  card.append(form);
  return card;
}

async function mend(cell, text) {
  const { sheet, row, column } = cell;
  const data = await run("Reading", () => desk.ask("mend", { sheet, row, column, text }));
  if (data) show(data);
}

$("aside").addEventListener("change", async () => {
  const data = await run("Reading", () => desk.ask("set-aside", { is_set_aside: $("aside").checked }));
  if (data) show(data);
  else $("aside").checked = !$("aside").checked;
});

async function showRows() {
  if (!$("sheet").value) return;
  const data = await run("Looking", () => desk.ask("rows", { sheet: $("sheet").value, start }));
  if (!data) return;
  const head = make("tr");
  head.append(make("th", "Row", { scope: "col" }), ...data.headings.map((one) => make("th", one, { scope: "col" })));
  const body = data.rows.map((row) => {
    const line = make("tr");
    line.append(make("th", row.number, { scope: "row" }));
    row.cells.forEach((text, place) => {
      const cell = make("td", text);
      const marks = data.marked[`${row.number}:${data.headings[place]}`];
      if (marks) { cell.className = "marked"; cell.title = marks.join(" "); }
      line.append(cell);
    });
    return line;
  });
  fill("rows", [head, ...body]);
  $("where").textContent = data.count
    ? `Rows ${data.start + 1} to ${data.start + data.rows.length} of ${data.count}` : "No rows";
  $("earlier").disabled = start === 0;
  $("later").disabled = start + data.rows.length >= data.count;
}
$("sheet").addEventListener("change", () => { start = 0; showRows(); });
$("earlier").addEventListener("click", () => { start = Math.max(start - 100, 0); showRows(); });
$("later").addEventListener("click", () => { start += 100; showRows(); });

// Read

function choose(name) {
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === name));
  }
}

function showView(name) {
  choose(name);
  const frame = $("view");
  const wanted = `${name} ${shown}`;
  frame.title = document.querySelector(`[data-view="${name}"]`).textContent;
  if (frame.dataset.wanted === wanted) return;
  frame.dataset.wanted = wanted;
  // What was refused or cancelled is asked again on coming back.
  run("Writing", () => desk.show(name, frame)).then((done) => { if (done === null) frame.dataset.wanted = ""; });
}
for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => showView(button.dataset.view));
}

// What if

const steps = [];
const took = new Map(); // milliseconds, by part
const SLOW = 1000;
let asked = 0, atPart = 0;

async function showChoices() {
  const data = await run("Looking", () => desk.ask("choices"));
  if (!data) return;
  const options = (list) => list.map((one) =>
    typeof one === "string" ? make("option", one, { value: one }) : make("option", one.name, { value: one.id }));
  for (const select of document.querySelectorAll('[name="organisation"], [name="from"], [name="to"]')) {
    select.replaceChildren(...options(data.organisations));
  }
  for (const select of document.querySelectorAll('[name="service_type"]')) select.replaceChildren(...options(data.service_types));
  document.querySelector('[name="areas"]').replaceChildren(...options(data.areas));
  document.querySelector('[name="service"]').replaceChildren(...options(data.services));
  fill("closing", data.organisations.map((one) => {
    const label = make("label");
    const box = make("input", "", { type: "checkbox", value: one.id });
    box.addEventListener("change", () => {
      if (box.checked) tryStep("close", { organisation: one.id });
      else undo(steps.findIndex((step) => step.kind === "close" && step.about.organisation === one.id));
    });
    label.append(box, ` ${one.name}`);
    return label;
  }));
  await compare("compare");
}

// Of several that are under way the last asked is shown: it knows what the others did. What is not
// told at once is asked part by part, the quickest first; another step lets go of what is left.
async function compare(name, about) {
  const mine = ++asked;
  await letGo();
  const data = await run("Comparing", () => desk.ask(name, about));
  if (mine !== asked) return;
  if (!data) { showTicks(); return; }
  if (name !== "compare") shown += 1;
  steps.splice(0, steps.length, ...data.steps);
  showSteps();
  for (const [place, part] of data.left.entries()) {
    showChanges(data, data.left.slice(place));
    const told = await askPart(part, mine);
    if (mine !== asked) return;
    if (!told) { showChanges(data, [], data.left.slice(place)); return; }
    data.changes.find((one) => one.about === part).sentences = told.sentences;
  }
  showChanges(data, []);
}

async function letGo() {
  if (atPart) await desk.cancel().catch(() => {});
}

// What took long the last time waits for whoever ticks several boxes in a row.
async function askPart(about, mine) {
  if (took.get(about) > SLOW) await new Promise((resolve) => setTimeout(resolve, SLOW));
  if (mine !== asked) return null;
  const began = Date.now();
  atPart += 1;
  try {
    // Nobody waits where nothing is tried yet: only what comes first is made ready.
    return await run(steps.length ? "Comparing" : "", () => desk.ask("compare-part", { about }), () => mine === asked);
  } finally {
    atPart -= 1;
    took.set(about, Date.now() - began);
  }
}

$("find").addEventListener("input", () => {
  const wanted = $("find").value.trim().toLocaleLowerCase();
  for (const label of $("closing").children) label.hidden = !label.textContent.toLocaleLowerCase().includes(wanted);
});

const tryStep = (kind, about) => compare("try", { kind, about });
const undo = (number) => compare("undo", { number });

function showTicks() {
  const closed = new Set(steps.filter((one) => one.kind === "close").map((one) => one.about.organisation));
  for (const box of $("closing").querySelectorAll("input")) box.checked = closed.has(box.value);
}

function showSteps() {
  $("nothing").hidden = steps.length > 0;
  fill("steps", steps.map((step, number) => {
    const item = make("li", `${step.words} `);
    const button = make("button", "Undo", { type: "button" });
    button.setAttribute("aria-label", `Undo: ${step.words}`);
    button.addEventListener("click", () => undo(number));
    item.append(button);
    return item;
  }));
  showFiles();
  showTicks();
}

function showChanges(data, left, given = []) {
  $("compared").textContent = "";
  $("left").textContent = "";
  if (!steps.length) { fill("changed", []); return; }
  const told = data.changes.filter((one) => one.sentences && one.sentences.length);
  const parts = told.flatMap((one) => {
    const list = make("ul");
    list.replaceChildren(...one.sentences.map((sentence) => make("li", sentence)));
    return [make("h4", one.about), list];
  });
  const isAll = !left.length && !given.length;
  fill("changed", isAll && !told.length ? [make("p", data.otherwise)] : parts);
  const rest = left.length ? left : given;
  // Said once and at the end, so that a screen reader is not told of each part as it comes.
  if (isAll) $("compared").textContent = "All is compared.";
  else $("left").textContent = `${left.length ? "Still asked" : "Not asked"}: ${rest.join("; ")}.`;
}

for (const kind of ["service", "places", "train", "tie"]) {
  $(kind).addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData($(kind));
    const about = Object.fromEntries([...form.entries()].filter(([name]) => name !== "areas"));
    if (kind === "service") about.areas = form.getAll("areas");
    tryStep(kind, about);
  });
}

// Wall

async function showWall() {
  const data = await run("Answering", () => desk.ask("wall"));
  if (!data) return;
  wall = data.slides;
  slide = 0;
  turn(0);
}
function turn(by) {
  if (!wall.length) return;
  slide = (slide + by + wall.length) % wall.length;
  $("question").textContent = wall[slide].question;
  $("answer").textContent = wall[slide].answer;
  // So that the whole of it is seen from the back, and nothing need be scrolled.
  $("answer").classList.toggle("long", wall[slide].answer.length > 140);
  $("count").textContent = `${slide + 1} of ${wall.length}`;
}
$("back").addEventListener("click", () => turn(-1));
$("on").addEventListener("click", () => turn(1));
document.addEventListener("keydown", (event) => {
  if ($("wall").hidden || event.target.matches("input, select, textarea")) return;
  if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
  if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
});

// Download

const FILES = [
  ["report.html", "The report, to read on a screen or print"],
  ["report.docx", "The report for a word processor"],
  ["report.pdf", "The report as a PDF"],
  ["leaflet.html", "A leaflet of services by need"],
  ["network.html", "The map of who is tied to whom"],
  ["places.html", "The map of places"],
  ["forms.zip", "A form for each organisation, to send round"],
  ["as-understood.xlsx", "Your workbook as it was understood, with what was mended"],
  ["what-if.xlsx", "A new workbook with what was tried"],
  ["remarks.xlsx", "All remarks on the data"],
];
const TRIED = new Set(["what-if.xlsx"]);

function showFiles() {
  const kept = FILES.filter(([name]) => steps.length || !TRIED.has(name));
  fill("files", kept.map(makeFile));
  $("tried").hidden = !steps.length;
}

function makeFile([name, words]) {
  const item = make("li");
  const button = make("button", name, { type: "button" });
  button.addEventListener("click", () => run("Writing", async () => {
    const address = URL.createObjectURL(await desk.save(name));
    make("a", "", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }));
  item.append(button, ` ${words}`);
  return item;
}
showFiles();

// The whole

for (const button of document.querySelectorAll("nav [data-screen]")) {
  button.addEventListener("click", () => go(button.dataset.screen));
}
$("cancel").addEventListener("click", () => desk.cancel().catch(() => {}));
$("shut").addEventListener("click", async () => {
  clearInterval(watching);
  asked += 1;
  await letGo();
  window.removeEventListener("pagehide", leave);
  await desk.shut().catch(() => {});
  // What is still on its way finds its place, and is not seen.
  for (const part of document.body.children) part.hidden = true;
  document.body.append(make("p", "Closed. You can close this window.", { className: "card", id: "closed", tabIndex: -1 }));
  $("closed").focus();
});
const leave = () => desk.leave();
window.addEventListener("pagehide", leave);

// The file that was named when it was opened is read again whenever it is saved.
async function watch() {
  try {
    const { changed } = await desk.watch();
    if (changed !== null && changed !== stamp) {
      const first = stamp === null;
      stamp = changed;
      // Whoever comes back to the page finds what was open, with what was mended and tried.
      const open = first ? await desk.ask("look") : null;
      const data = open && open.name ? open
        : await run("Reading", () => desk.readSource());
      if (data) { show(data); if (!first) say("The file was saved, and read again."); }
      $("watched").textContent = "save the file there, and it is read again here by itself.";
    }
  } catch { /* The server has gone, or another tab has the page: the next action says which. */ }
}
const watching = setInterval(watch, 2000);
watch().then(async () => {
  if (!reading) { const data = await desk.ask("look").catch(() => null); if (data && data.name) show(data); }
});
