"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const svg = document.querySelector("figure > svg");
  const areas = new Map([...svg.querySelectorAll(".area")].map((group) => [Number(group.dataset.at), group]));
  const order = [...areas.keys()];
  const fills = new Map(order.map((at) => [at, areas.get(at).querySelector(".fill").getAttribute("fill")]));
  // Pointing at an area tells its name at once: the browser's own slow tooltip would lie over that.
  const sentences = new Map(order.map((at) => [at, areas.get(at).querySelector("title").textContent]));
  areas.forEach((group) => group.querySelector("title").remove());
  let chosen = null;

  const put = (element, text) => { element.textContent = text; };

  function choose(at) {
    chosen = at;
    areas.forEach((group, one) => group.classList.toggle("chosen", one === at));
    put(byId("who"), at === null ? "Choose an area" : data.areas[at]);
    put(byId("what"), at === null ? "Tap an area, search for it, or use the arrow keys on the map." : sentences.get(at));
  }

  function colour() {
    const measure = byId("measure").value === "" ? null : data.measures[Number(byId("measure").value)];
    svg.classList.toggle("by-measure", measure !== null);
    areas.forEach((group, at) => {
      const of = measure ? measure.of[at] : null;
      group.querySelector(".fill").setAttribute("fill", measure ? (of < 0 ? "#f4f4f4" : measure.colours[of]) : fills.get(at));
    });
    const key = byId("classes");
    key.hidden = measure === null;
    document.querySelector(".keys .key").hidden = measure !== null;
    if (!measure) { return; }
    const entries = measure.classes.map((name, number) => [name, measure.colours[number], measure.counts[number]]).concat([["not known or not shown", "#f4f4f4", measure.unknown]]);
    key.replaceChildren(...entries.map(([name, fill, count]) => {
      const item = document.createElement("li"), box = document.createElement("span");
      box.className = "box";
      box.style.cssText = "width:20px;height:20px;border:1px solid #1d2b2a;background:" + fill;
      item.append(box, name + " (" + count + ")");
      return item;
    }));
  }

  function reach() {
    const field = byId("service"), service = field && field.value !== "" ? data.services[Number(field.value)] : null;
    const reached = new Set(service ? service.areas : []);
    areas.forEach((group, at) => {
      group.classList.toggle("reached", service !== null && reached.has(at));
      group.classList.toggle("away", service !== null && !reached.has(at));
    });
    choose(null);
    const seen = order.filter((at) => reached.has(at)).length;
    finder.say(service ? seen + " of " + order.length + " areas on the map are reached." : "");
    if (service) {
      put(byId("who"), service.name);
      put(byId("what"), (service.is_certain ? "" : "May answer: not all that is asked is recorded of it. ") + "Reaches " + service.areas.map((at) => data.areas[at]).join(", ") + ".");
    }
  }

  const finder = makeFinder({
    list: () => data.areas.map((name, at) => ({ name, says: data.statuses[at] })),
    isOpen: (at) => areas.has(at),
    take: choose,
    leave: () => choose(null),
    none: () => "No such name.",
    hidden: "Not drawn on the map.",
    deeper: () => {},
  });

  function show(name) {
    const layer = svg.querySelector("." + name), box = byId(name);
    if (layer && box) { if (box.checked) { layer.removeAttribute("hidden"); } else { layer.setAttribute("hidden", ""); } }
    if (name === "sites" && byId("dots")) { byId("dots").hidden = !box.checked; }
  }

  function copy() {
    const whole = svg.cloneNode(true);
    whole.querySelectorAll("[hidden]").forEach((layer) => layer.remove());
    if (svg.classList.contains("by-measure")) { whole.querySelectorAll(".status").forEach((one) => one.remove()); }
    const box = svg.viewBox.baseVal;
    whole.setAttribute("width", box.width * 2);
    whole.setAttribute("height", box.height * 2);
    return new XMLSerializer().serializeToString(whole);
  }

  function savePng() {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      const context = canvas.getContext("2d");
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0);
      canvas.toBlob((blob) => saveFile(blob, "places.png"));
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(copy());
  }

  svg.addEventListener("click", (event) => {
    const group = event.target.closest(".area");
    choose(group ? Number(group.dataset.at) : null);
  });
  byId("map").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { choose(null); }
    if (step) {
      event.preventDefault();
      const next = chosen === null && step < 0 ? order.length - 1 : order.indexOf(chosen) + step;
      choose(order[(next + order.length) % order.length]);
    }
  });
  byId("map").addEventListener("pointermove", (event) => {
    const group = event.target.closest(".area");
    if (!group || event.pointerType === "touch") { showHint(null); return; }
    const at = Number(group.dataset.at), box = group.getBoundingClientRect(), frame = byId("map").getBoundingClientRect();
    showHint(data.areas[at] + " \u00b7 " + data.statuses[at], box.left + box.width / 2 - frame.left, box.top - frame.top);
  });
  byId("map").addEventListener("pointerleave", () => showHint(null));
  byId("measure").addEventListener("change", colour);
  if (byId("service")) { byId("service").addEventListener("change", reach); }
  ["sites", "flows"].forEach((name) => { if (byId(name)) { byId(name).addEventListener("change", () => show(name)); } });
  byId("all").addEventListener("click", () => {
    ["find", "measure", "service"].forEach((name) => { if (byId(name)) { byId(name).value = ""; } });
    finder.say("");
    finder.close();
    colour();
    reach();
    choose(null);
  });
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", () => saveFile(new Blob([copy()], { type: "image/svg+xml" }), "places.svg"));
  NARROW.addEventListener("change", foldFilters);
  foldFilters();
  byId("controls").hidden = false;
  document.body.dataset.ready = "yes";
})();
