"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(byId("map"), { nodes, edges }, data.options);
  const resting = new Map(data.nodes.map((node) => [node.id, node]));
  let chosen = null;

  function put(element, text) {
    element.textContent = text;
  }

  function matches(node) {
    return !byId("sector").value || node.sector === byId("sector").value;
  }

  function carries(edge) {
    return !byId("kind").value || edge.kinds.includes(byId("kind").value);
  }

  function redraw() {
    const near = new Set();
    const shown = data.edges.map((edge) => {
      const touches = chosen === null || edge.from === chosen || edge.to === chosen;
      const seen = carries(edge) && matches(resting.get(edge.from)) && matches(resting.get(edge.to));
      if (touches && carries(edge)) {
        near.add(edge.from);
        near.add(edge.to);
      }
      return { id: edge.id, hidden: !seen, color: { color: edge.color.color, opacity: touches ? edge.color.opacity : 0.06 } };
    });
    edges.update(shown);
    nodes.update(
      data.nodes.filter((node) => node.id !== "unlinked").map((node) => ({
        id: node.id,
        hidden: !matches(node),
        opacity: chosen === null || node.id === chosen || near.has(node.id) ? 1 : 0.2,
      }))
    );
  }

  function choose(id, move) {
    chosen = id;
    const node = id === null ? null : resting.get(id);
    put(byId("who"), node ? node.name : "Choose an organisation");
    put(byId("what"), node ? node.sentence : "Tap a circle, use the search box, or press a name in the table below.");
    const site = byId("site");
    put(site, "");
    if (node && node.website) {
      const link = document.createElement("a");
      link.href = node.website;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      put(link, "Website");
      site.append(link);
    }
    const list = byId("ties");
    put(list, "");
    for (const line of node ? node.ties : []) {
      const item = document.createElement("li");
      put(item, line);
      list.append(item);
    }
    network.unselectAll();
    if (node) {
      network.selectNodes([id], false);
      if (move) {
        network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: false });
      }
    }
    redraw();
  }

  network.on("click", (event) => {
    const id = event.nodes.find((one) => one !== "unlinked");
    choose(id === undefined ? null : id, false);
  });
  network.on("hoverNode", () => { byId("map").style.cursor = "pointer"; });
  network.on("blurNode", () => { byId("map").style.cursor = "default"; });
  byId("find").addEventListener("input", () => {
    const text = byId("find").value.trim().toLowerCase();
    if (!text) {
      return;
    }
    const all = data.nodes.filter((node) => node.name);
    const found = all.find((node) => node.name.toLowerCase() === text) || all.find((node) => node.name.toLowerCase().startsWith(text)) || all.find((node) => node.name.toLowerCase().includes(text));
    if (found) {
      choose(found.id, true);
    }
  });
  byId("sector").addEventListener("change", redraw);
  byId("kind").addEventListener("change", redraw);
  byId("all").addEventListener("click", () => {
    byId("find").value = byId("sector").value = byId("kind").value = "";
    choose(null, false);
    network.fit({ animation: false });
  });
  byId("map").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      choose(null, false);
    } else if (step) {
      event.preventDefault();
      const ids = data.nodes.filter((node) => node.name).map((node) => node.id);
      choose(ids[(ids.indexOf(chosen) + step + ids.length) % ids.length], true);
    }
  });
  document.querySelectorAll("button.name").forEach((button) => {
    button.addEventListener("click", () => {
      choose(Number(button.dataset.position), true);
      byId("map").scrollIntoView({ block: "nearest" });
      byId("map").focus({ preventScroll: true });
    });
  });
  network.once("afterDrawing", () => { document.body.dataset.ready = "yes"; });
})();
