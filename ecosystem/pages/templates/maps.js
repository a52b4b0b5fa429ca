"use strict";
// What the pages of both maps share: the search box, folded filters, and what is saved.
const makeFinder = (function () {
  const MOST_HITS = 8;
  const byId = (id) => document.getElementById(id);

  // Names that begin so come first, then those in which a word does, then the rest.
  function rank(name, wanted) { return name.startsWith(wanted) ? 0 : name.includes(" " + wanted) ? 1 : 2; }

  // `list`: { name, says } of each; `isOpen`: whether filters leave it; `take`: what choosing does; `leave`: what is done
  // where nothing fits; `none` and `hidden`: what is said where no name fits, or no open one; `deeper`: what Enter does there.
  return function ({ list, isOpen, take, leave, none, hidden, deeper }) {
    const field = byId("find"), box = byId("hits");
    let hits = [], active = -1;

    function search(text) {
      const wanted = text.trim().toLowerCase(), names = list().map((one) => one.name.toLowerCase());
      if (!wanted) { return []; }
      return names.map((name, at) => at).filter((at) => names[at].includes(wanted)).sort((a, b) => rank(names[a], wanted) - rank(names[b], wanted) || names[a].localeCompare(names[b]));
    }

    function close() {
      hits = [];
      active = -1;
      box.replaceChildren();
      box.hidden = true;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function say(text) { byId("found").textContent = text; }

    function offer() {
      const text = field.value.trim(), found = search(text), open = found.filter(isOpen), all = list();
      close();
      if (!text) { say(""); leave(); return; }
      say(open.length > MOST_HITS ? "The first " + MOST_HITS + " of " + open.length.toLocaleString("en-GB") + " names." :
        open.length ? "" : found.length ? hidden : none());
      if (!open.length) { leave(); return; }
      hits = open.slice(0, MOST_HITS);
      box.replaceChildren(...hits.map((at, number) => {
        const item = document.createElement("li");
        item.id = "hit-" + number;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = all[at].name + (all[at].says ? " \u00b7 " + all[at].says : "");
        return item;
      }));
      box.hidden = false;
      field.setAttribute("aria-expanded", "true");
    }

    function mark(number) {
      active = number;
      [...box.children].forEach((item, one) => item.setAttribute("aria-selected", String(one === number)));
      field.setAttribute("aria-activedescendant", "hit-" + number);
    }

    function choose(at) {
      field.value = list()[at].name;
      say("");
      close();
      take(at);
    }

    field.addEventListener("input", offer);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && hits.length) {
        event.preventDefault();
        mark(active < 0 && step < 0 ? hits.length - 1 : (active + step + hits.length) % hits.length);
      } else if (event.key === "Enter" && hits.length) {
        choose(hits[Math.max(active, 0)]);
      } else if (event.key === "Enter") {
        deeper(field.value);
      } else if (event.key === "Escape") {
        close();
      }
    });
    box.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      event.preventDefault();
      if (item) { choose(hits[[...box.children].indexOf(item)]); }
    });
    field.addEventListener("blur", close);
    return { search, close, say };
  };
})();

// Open beside the map where there is room, folded away on a narrow screen until asked for.
const NARROW = window.matchMedia("(max-width: 760px)");
function foldFilters() { document.getElementById("filters").open = !NARROW.matches; }

function showHint(text, x, foot) {
  const box = document.getElementById("hint"), frame = box.parentElement;
  box.hidden = text === null;
  if (text === null) { return; }
  box.textContent = text;
  box.style.left = Math.max(4, Math.min(x - box.offsetWidth / 2, frame.clientWidth - box.offsetWidth - 4)) + "px";
  box.style.top = Math.max(4, foot - box.offsetHeight - 10) + "px";
}

function saveFile(blob, name) {
  const link = document.createElement("a"), address = URL.createObjectURL(blob);
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}
