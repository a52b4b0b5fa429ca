"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const read = (id) => { const island = byId(id); return island ? JSON.parse(island.textContent) : null; };
  const overview = read("overview");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 760px)");
  const FILTERS = ["sector", "type", "role", "area", "kind"];
  const SVG = "http://www.w3.org/2000/svg";
  let view = null, network = null, nodes = null, edges = null, joined = [], near = [];
  let chosen = null, route = [], isDark = dark.matches, group = null;

  const put = (element, text) => { element.textContent = text; };
  const picked = (name) => { const field = byId(name); return field ? field.value : ""; };
  const ink = () => (isDark ? "#e8efee" : data.ink);
  const thread = () => (isDark ? "#9db3af" : "#5f7370");
  // What is thin and dashed would not be seen if it were as pale as the rest.
  const faint = (pair) => (pair.counts ? 0.45 : 0.75);
  const paper = () => (isDark ? "#121a19" : "#ffffff");
  const wrap = (name) => {
    const lines = [""];
    for (const word of name.split(" ")) {
      const last = lines.length - 1;
      if (lines[last] && (lines[last] + " " + word).length > 18) { lines.push(word); } else { lines[last] += (lines[last] ? " " : "") + word; }
    }
    return lines.join("\n");
  };

  // Between groups every tie there is counts; between organisations those of the kinds of the answer.
  const counts = (kind) => Boolean(view.members) || data.counted[kind];
  const tied = (at) => new Set(near[at].filter((tie) => counts(view.ties[tie + 2])).map((tie) => (view.ties[tie] === at ? view.ties[tie + 1] : view.ties[tie]))).size;

  function join() {
    const pairs = new Map();
    near = view.nodes.map(() => []);
    for (let at = 0; at < view.ties.length; at += 5) {
      const [a, b, kind, both] = view.ties.slice(at, at + 4);
      const low = Math.min(a, b), high = Math.max(a, b), key = low * view.nodes.length + high;
      if (!pairs.has(key)) { pairs.set(key, { id: pairs.size, from: low, to: high, rows: 0, counts: false, kinds: new Set(), ahead: false, back: false }); }
      const pair = pairs.get(key);
      if (counts(kind)) { pair.counts = true; pair.rows += 1; }
      pair.kinds.add(kind);
      if (data.kinds[kind] === data.referral && !view.members) {
        if (a === low || both) { pair.ahead = true; }
        if (a === high || both) { pair.back = true; }
      }
      near[a].push(at);
      near[b].push(at);
    }
    joined = [...pairs.values()];
  }

  function look() {
    const groups = {};
    for (const name of Object.keys(data.colours)) {
      const fill = data.colours[name], mark = isDark ? "#ffb27d" : "#b3541e";
      groups[name] = { color: { background: fill, border: ink(), highlight: { background: fill, border: mark }, hover: { background: fill, border: mark } } };
    }
    return { groups, nodes: { font: { color: ink(), strokeColor: paper() } }, edges: { color: { color: thread(), highlight: isDark ? "#ffb27d" : "#b3541e", hover: thread(), opacity: 0.45 } } };
  }

  function merge(one, other) {
    const whole = Object.assign({}, one);
    for (const key of Object.keys(other)) {
      const both = whole[key] && typeof whole[key] === "object" && typeof other[key] === "object";
      whole[key] = both ? merge(whole[key], other[key]) : other[key];
    }
    return whole;
  }

  function backdrop(context) {
    const layout = view.layouts[byId("layout").value];
    context.save();
    context.strokeStyle = isDark ? "#3a4d4a" : "#c9d4d2";
    context.lineWidth = 1.2;
    for (const ring of layout.rings) { context.beginPath(); context.arc(0, 0, ring, 0, 2 * Math.PI); context.stroke(); }
    context.lineCap = "round";
    context.lineWidth = 1.6;
    context.setLineDash([1, 7]);
    for (const line of layout.lines) { context.beginPath(); context.moveTo(line[0], line[1]); context.lineTo(line[2], line[3]); context.stroke(); }
    context.setLineDash([]);
    context.font = "600 18px sans-serif";
    context.textAlign = "center";
    context.fillStyle = ink();
    for (const label of layout.labels) { context.fillText(label[2], label[0], label[1]); }
    context.restore();
  }

  // vis-network looks at marks only: what is written beyond them must be in sight as well.
  function fit() {
    network.fit({ animation: false });
    const canvas = byId("map"), half = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    let reach = 1;
    for (const [x, y, text] of view.layouts[byId("layout").value].labels) {
      const spot = network.canvasToDOM({ x, y }), wide = 6 + text.length * 6 * network.getScale(), tall = 6 + 16 * network.getScale();
      reach = Math.max(reach, (Math.abs(spot.x - half[0]) + wide) / half[0], (Math.abs(spot.y - half[1]) + tall) / half[1]);
    }
    if (reach > 1 && isFinite(reach)) { network.moveTo({ scale: network.getScale() / reach, animation: false }); }
  }

  function show(next, name) {
    view = next;
    group = name;
    chosen = null;
    route = [];
    join();
    const layouts = Object.keys(view.layouts), select = byId("layout");
    const wanted = layouts.includes(select.value) ? select.value : layouts.includes(data.layout) ? data.layout : layouts[0];
    select.replaceChildren(...layouts.map((one) => new Option(one, one, false, one === wanted)));
    select.parentElement.hidden = layouts.length < 2;
    const spots = view.layouts[wanted].spots;
    nodes = new vis.DataSet(view.nodes.map((node, at) => Object.assign({ label: wrap(node.name), x: spots[2 * at], y: spots[2 * at + 1] }, node)));
    edges = new vis.DataSet(joined.map((pair) => ({ id: pair.id, from: pair.from, to: pair.to, dashes: pair.counts ? false : [8, 5], color: { color: thread(), opacity: faint(pair) }, width: view.members ? 1 + Math.log2(1 + parseInt(view.ties[near[pair.from].find((at) => view.ties[at] === pair.to || view.ties[at + 1] === pair.to) + 4].replace(/\D/g, ""), 10)) : pair.counts ? 1 + 0.7 * Math.min(pair.rows, 5) : 1 })));
    if (network) { network.destroy(); }
    network = new vis.Network(byId("map"), { nodes, edges }, merge(data.options, look()));
    network.on("beforeDrawing", backdrop);
    // A frame in a notebook gets its size late: the whole map stays in sight until somebody moves it.
    let isMoved = false;
    for (const move of ["zoom", "dragStart"]) { network.on(move, () => { isMoved = true; }); }
    network.on("resize", () => { if (!isMoved && chosen === null) { fit(); } });
    network.on("click", (event) => choose(event.nodes.length ? event.nodes[0] : null, false));
    network.on("doubleClick", (event) => { if (view.members && event.nodes.length) { drill(event.nodes[0]); } });
    network.on("hoverNode", () => { byId("map").style.cursor = "pointer"; });
    network.on("blurNode", () => { byId("map").style.cursor = "default"; });
    network.once("afterDrawing", () => { fit(); window.setTimeout(() => { table(); document.body.dataset.ready = "yes"; }, 0); });
    byId("back").hidden = !overview || view === overview;
    document.querySelectorAll(".detail").forEach((one) => { one.hidden = Boolean(view.members); });
    choose(null, false, true);
  }

  function drill(at) {
    for (const name of FILTERS) { if (byId(name)) { byId(name).value = ""; } }
    show(read("view-" + at), view.nodes[at].name);
    byId("map").focus({ preventScroll: true });
  }

  function matches(at) {
    if (view.members) { return true; }
    const type = picked("type");
    return (!picked("sector") || view.nodes[at].group === picked("sector")) && (!picked("role") || view.role[at] === picked("role")) &&
      (!picked("area") || view.area[at] === picked("area")) && (!type || view.types[at].includes(data.types.indexOf(type)));
  }

  function carries(pair) {
    return !picked("kind") || view.members || pair.kinds.has(data.kinds.indexOf(picked("kind")));
  }

  const onRoute = (pair) => route.some((one, step) => step > 0 && ((route[step - 1] === pair.from && one === pair.to) || (route[step - 1] === pair.to && one === pair.from)));

  function redraw() {
    const lit = new Set(route), shown = view.nodes.map((node, at) => matches(at));
    edges.update(joined.map((pair) => {
      const ahead = onRoute(pair);
      const touches = route.length ? ahead : chosen === null || pair.from === chosen || pair.to === chosen;
      if (touches && carries(pair) && !route.length && chosen !== null) { lit.add(pair.from); lit.add(pair.to); }
      const step = route.indexOf(pair.from);
      return {
        id: pair.id, hidden: !(carries(pair) && shown[pair.from] && shown[pair.to]),
        color: ahead ? { color: isDark ? "#ffb27d" : "#b3541e", opacity: 1 } : { color: thread(), opacity: touches ? faint(pair) : 0.06 },
        arrows: ahead ? (route[step + 1] === pair.to ? "to" : "from") : "",
      };
    }));
    const all = chosen === null && !route.length;
    nodes.update(view.nodes.map((node, at) => ({ id: at, hidden: !shown[at], opacity: all || at === chosen || lit.has(at) ? 1 : 0.2 })));
  }

  function describe(at) {
    if (view.says.length) { return view.says[at]; }
    return view.nodes[at].name + ": " + view.role[at] + ", " + view.nodes[at].group + ", tied to " + tied(at) + " here.";
  }

  function lines(at) {
    const heads = new Map();
    for (const tie of near[at]) {
      const [a, b, kind, both, people] = view.ties.slice(tie, tie + 5);
      const word = data.kinds[kind], away = a === at;
      let head = view.members ? "Tied to" : word === data.referral ? (away ? "Refers to" : "Receives referrals from") : word.charAt(0).toUpperCase() + word.slice(1) + (both ? "" : away ? " (from it)" : " (to it)");
      if (!counts(kind)) { head += ", not counted in the core"; }
      const note = !people ? "" : view.members ? " (" + people + ")" : " (" + people + " people)";
      if (!heads.has(head)) { heads.set(head, []); }
      heads.get(head).push(view.nodes[away ? b : a].name + note);
    }
    return [...heads].map(([head, others]) => head + ": " + others.sort().join(", "));
  }

  function list(lines) {
    byId("ties").replaceChildren(...lines.map((line) => { const item = document.createElement("li"); put(item, line); return item; }));
  }

  function choose(at, move, fresh) {
    chosen = at;
    route = [];
    put(byId("route"), "");
    if (byId("way")) { byId("way").value = ""; }
    put(byId("who"), at === null ? (group || (overview ? "Choose a group" : "Choose an organisation")) : view.nodes[at].name);
    put(byId("what"), at === null ? "Tap a mark, use the search box, or press a name in the table below." : describe(at));
    const site = byId("site");
    put(site, "");
    if (at !== null && view.site && view.site[at]) {
      const link = document.createElement("a");
      link.href = view.site[at];
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      put(link, "Website");
      site.append(link);
    }
    byId("open").hidden = at === null || !view.members;
    byId("way-box").hidden = at === null || Boolean(view.members) || !data.kinds.includes(data.referral);
    const facts = [];
    if (at !== null && !view.members) {
      if (view.area[at]) { facts.push("Area: " + view.area[at]); }
      if (view.types[at].length) { facts.push("Services: " + view.types[at].map((one) => data.types[one]).join(", ")); }
    }
    list(at === null ? [] : facts.concat(lines(at)));
    // A view just made is drawn as it should be; drawing it again would take as long as the first.
    if (fresh && !FILTERS.some(picked)) { return; }
    network.unselectAll();
    if (at !== null) {
      network.selectNodes([at], false);
      if (move) { network.focus(at, { scale: Math.max(network.getScale(), 0.8), animation: false }); }
    }
    redraw();
  }

  function lead(to) {
    const before = new Map([[chosen, null]]), queue = [chosen];
    while (queue.length && !before.has(to)) {
      const here = queue.shift();
      for (const pair of joined) {
        const next = pair.from === here && pair.ahead ? pair.to : pair.to === here && pair.back ? pair.from : null;
        if (next !== null && !before.has(next)) { before.set(next, here); queue.push(next); }
      }
    }
    route = [];
    for (let at = before.has(to) ? to : null; at !== null; at = before.get(at)) { route.unshift(at); }
    put(byId("route"), route.length < 2 ? "No way by referrals is recorded." : route.map((at) => view.nodes[at].name).join(" \u2192 ") + ": " + (route.length - 1) + (route.length === 2 ? " referral." : " referrals."));
    redraw();
  }

  function search(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) { return null; }
    const names = view.nodes.map((node) => node.name.toLowerCase());
    for (const fits of [(name) => name === wanted, (name) => name.startsWith(wanted), (name) => name.includes(wanted)]) {
      const at = names.findIndex(fits);
      if (at >= 0) { return at; }
    }
    return null;
  }

  function searchAll(text) {
    const wanted = text.trim().toLowerCase();
    for (let number = 0; wanted.length > 2 && number < overview.nodes.length; number += 1) {
      const inside = read("view-" + number), at = inside.nodes.findIndex((node) => node.name.toLowerCase().includes(wanted));
      if (at >= 0) { show(inside, overview.nodes[number].name); choose(at, true); return; }
    }
  }

  function table() {
    const headings = view.members ? ["Group", "Organisations", "In words"] : ["Organisation", "Sector", "Role", "Tied to", "In words"];
    byId("headings").replaceChildren(...headings.map((text) => { const cell = document.createElement("th"); cell.scope = "col"; put(cell, text); if (text === "Tied to" || text === "Organisations") { cell.className = "number"; } return cell; }));
    byId("rows").replaceChildren(...view.nodes.map((node, at) => {
      const row = document.createElement("tr"), head = document.createElement("th"), button = document.createElement("button");
      head.scope = "row";
      button.type = "button";
      button.className = "name";
      button.dataset.position = at;
      put(button, node.name);
      head.append(button);
      row.append(head);
      const cells = view.members ? [view.members[at].toLocaleString("en-GB"), describe(at)] : [node.group, view.role[at], String(tied(at)), describe(at)];
      cells.forEach((text, number) => {
        const cell = document.createElement("td");
        if (number === cells.length - 2) { cell.className = "number"; }
        put(cell, text);
        row.append(cell);
      });
      return row;
    }));
    byId("names").replaceChildren(...view.nodes.map((node) => { const option = document.createElement("option"); option.value = node.name; return option; }));
  }

  function picture() {
    const shown = view.nodes.map((node, at) => at).filter((at) => matches(at));
    const spots = network.getPositions(shown), layout = view.layouts[byId("layout").value];
    const xs = shown.map((at) => spots[at].x).concat(layout.labels.map((one) => one[0])), ys = shown.map((at) => spots[at].y).concat(layout.labels.map((one) => one[1]));
    const left = Math.min(...xs) - 110, top = Math.min(...ys) - 60;
    const svg = make("svg", { viewBox: [left, top, Math.max(...xs) - left + 110, Math.max(...ys) - top + 80].map(Math.round).join(" "), "font-family": "sans-serif" });
    svg.append(make("rect", { x: Math.round(left), y: Math.round(top), width: "100%", height: "100%", fill: "#ffffff" }));
    layout.rings.forEach((ring) => svg.append(make("circle", { r: ring, fill: "none", stroke: "#c9d4d2" })));
    layout.lines.forEach((one) => svg.append(make("line", { x1: one[0], y1: one[1], x2: one[2], y2: one[3], stroke: "#c9d4d2", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-dasharray": "1 7" })));
    const seen = new Set(shown);
    joined.filter((pair) => seen.has(pair.from) && seen.has(pair.to) && carries(pair)).forEach((pair) => {
      const a = spots[pair.from], b = spots[pair.to], ahead = onRoute(pair);
      const strong = ahead || chosen === null || pair.from === chosen || pair.to === chosen;
      svg.append(make("line", { x1: Math.round(a.x), y1: Math.round(a.y), x2: Math.round(b.x), y2: Math.round(b.y), stroke: ahead ? "#b3541e" : "#5f7370", "stroke-opacity": ahead ? 1 : !strong ? 0.1 : pair.counts ? 0.4 : 0.7, "stroke-width": ahead ? 4 : pair.counts ? 1.5 : 1, "stroke-dasharray": pair.counts ? "none" : "8 5" }));
    });
    const label = (x, y, size, weight, text) => {
      for (const stroke of ["#ffffff", ""]) {
        const place = make("text", { "text-anchor": "middle", "font-size": size, "font-weight": weight, fill: stroke || data.ink });
        if (stroke) { place.setAttribute("stroke", stroke); place.setAttribute("stroke-width", 4); }
        wrap(text).split("\n").forEach((line, number) => { const span = make("tspan", { x: Math.round(x), y: Math.round(y + number * size * 1.12) }); put(span, line); place.append(span); });
        svg.append(place);
      }
    };
    shown.forEach((at) => {
      const node = view.nodes[at], spot = spots[at], s = node.size;
      const look = { fill: data.colours[node.group], stroke: data.ink, "stroke-width": node.borderWidth };
      svg.append(node.shape === "square" ? make("rect", Object.assign({ x: spot.x - s, y: spot.y - s, width: 2 * s, height: 2 * s }, look)) :
        node.shape === "diamond" ? make("polygon", Object.assign({ points: [[0, -s], [s, 0], [0, s], [-s, 0]].map((d) => (spot.x + d[0]) + "," + (spot.y + d[1])).join(" ") }, look)) :
          make("circle", Object.assign({ cx: spot.x, cy: spot.y, r: s }, look)));
    });
    const named = shown.length <= 150 ? shown : shown.filter((at) => view.role && view.role[at] === "core");
    named.forEach((at) => label(spots[at].x, spots[at].y + view.nodes[at].size + 15, view.role && view.role[at] === "core" ? 19 : 14, 400, view.nodes[at].name));
    layout.labels.forEach((one) => label(one[0], one[1], 18, 600, one[2]));
    return svg;
  }

  function make(name, values) {
    const element = document.createElementNS(SVG, name);
    for (const key of Object.keys(values)) { element.setAttribute(key, values[key]); }
    return element;
  }

  function save(blob, name) {
    const link = document.createElement("a"), address = URL.createObjectURL(blob);
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function savePng() {
    const canvas = document.querySelector("#map canvas"), copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.fillStyle = paper();
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => save(blob, "network.png"));
  }

  function colour() {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    byId("theme").setAttribute("aria-pressed", String(isDark));
    if (network) { network.setOptions(look()); redraw(); }
  }

  byId("find").addEventListener("input", () => {
    const at = search(byId("find").value);
    if (at !== null) { choose(at, true); }
  });
  byId("find").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && overview && search(byId("find").value) === null) { searchAll(byId("find").value); }
  });
  byId("way").addEventListener("input", () => {
    const at = view.nodes.findIndex((node) => node.name.toLowerCase() === byId("way").value.trim().toLowerCase());
    if (at >= 0 && chosen !== null) { lead(at); }
  });
  FILTERS.forEach((name) => { if (byId(name)) { byId(name).addEventListener("change", redraw); } });
  byId("layout").addEventListener("change", () => {
    const spots = view.layouts[byId("layout").value].spots;
    nodes.update(view.nodes.map((node, at) => ({ id: at, x: spots[2 * at], y: spots[2 * at + 1] })));
    fit();
  });
  byId("all").addEventListener("click", () => {
    byId("find").value = "";
    FILTERS.forEach((name) => { if (byId(name)) { byId(name).value = ""; } });
    choose(null, false);
    fit();
  });
  byId("back").addEventListener("click", () => show(overview, null));
  byId("drill").addEventListener("click", () => drill(chosen));
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", () => save(new Blob([new XMLSerializer().serializeToString(picture())], { type: "image/svg+xml" }), "network.svg"));
  byId("print").addEventListener("click", () => window.print());
  byId("theme").addEventListener("click", () => { isDark = !isDark; colour(); });
  dark.addEventListener("change", () => { isDark = dark.matches; colour(); });
  const fold = () => { byId("filters").open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  window.addEventListener("beforeprint", () => byId("still").replaceChildren(picture()));
  window.addEventListener("afterprint", () => byId("still").replaceChildren());
  byId("map").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      choose(null, false);
    } else if (event.key === "Enter" && chosen !== null && view.members) {
      drill(chosen);
    } else if (step) {
      event.preventDefault();
      const open = view.nodes.map((node, at) => at).filter(matches);
      const next = chosen === null && step < 0 ? open.length - 1 : open.indexOf(chosen) + step;
      if (open.length) { choose(open[(next + open.length) % open.length], true); }
    }
  });
  byId("rows").addEventListener("click", (event) => {
    const button = event.target.closest("button.name");
    if (button) {
      choose(Number(button.dataset.position), true);
      byId("map").scrollIntoView({ block: "nearest" });
      byId("map").focus({ preventScroll: true });
    }
  });
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(isDark));
  show(overview || read("view-0"), null);
})();
