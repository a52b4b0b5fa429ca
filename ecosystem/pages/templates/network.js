"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  // A view lists its organisations column by column: each has the mark of its role. A group has a dot of its size.
  const mark = (view, at) => (view.sizes ? { shape: "dot", size: view.sizes[at], borderWidth: 2 } : data.marks[view.role[at]]);
  const read = (id) => {
    const island = byId(id), view = island ? JSON.parse(island.textContent) : null;
    if (view) { view.nodes = view.names.map((name, at) => Object.assign({ id: at, name, group: view.sectors ? view.sectors[at] : "not known" }, mark(view, at))); }
    return view;
  };
  const overview = read("overview");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const FILTERS = ["sector", "type", "role", "area", "kind"];
  const SVG = "http://www.w3.org/2000/svg";
  let view = null, network = null, nodes = null, edges = null, joined = [], near = [];
  const FACES = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif", MOST_NAMED = 60, MOST_HIDDEN = 2;
  // Directions of a name from its mark, in eighths of a circle: below first. A step away costs as much as so many marks hidden.
  const TURNS = [2, 6, 0, 4, 1, 3, 7, 5], AWAY = 3;
  let ranks = null, lit = new Set();
  let chosen = null, route = [], isDark = dark.matches, group = null;

  const put = (element, text) => { element.textContent = text; };
  const picked = (name) => { const field = byId(name); return field ? field.value : ""; };
  const ink = () => (isDark ? "#e8efee" : data.ink);
  const thread = () => (isDark ? "#9db3af" : "#5f7370");
  // What is thin and dashed would not be seen if it were as pale as the rest.
  const faint = (pair) => (pair.counts ? 0.45 : 0.75);
  const wash = () => (isDark ? "#0b1110" : "#f2f6f5");
  const paper = () => (isDark ? "#121a19" : "#ffffff");
  const wrap = (name) => {
    const lines = [""];
    for (const word of name.split(" ")) {
      const last = lines.length - 1;
      if (lines[last] && (lines[last] + " " + word).length > 15) { lines.push(word); } else { lines[last] += (lines[last] ? " " : "") + word; }
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
    return { groups, edges: { color: { color: thread(), highlight: isDark ? "#ffb27d" : "#b3541e", hover: thread(), opacity: 0.45 } } };
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
    context.restore();
  }

  const isCore = (at) => Boolean(view.role) && view.role[at] === "core";
  const over = (one, other) => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
  const boxOf = (name) => ({ left: name.x - name.width / 2 - 2, right: name.x + name.width / 2 + 2, top: name.y - name.size, bottom: name.y - name.size + name.height });

  // Where the names of sectors have not room for all, the first of those that would meet stays.
  const alone = (texts) => texts.reduce((kept, text) => (kept.some((one) => over(boxOf(one), boxOf(text))) ? kept : kept.concat(text)), []);

  // Whose names readers look for first: the core, then the most tied.
  function rank() {
    const ties = view.nodes.map((node, at) => (view.members ? view.members[at] : tied(at)));
    return { ties, lines: view.nodes.map((node) => wrap(node.name).split("\n")), order: view.nodes.map((node, at) => at).sort((a, b) => isCore(b) - isCore(a) || ties[b] - ties[a] || a - b) };
  }

  // Names that do not lie over one another: { at, lines, x, y (foot of the first line), width, height, size, weight, line }.
  // `scene` says where marks are and how wide text is: on the screen in pixels, in a picture in its units.
  function place(scene) {
    const size = scene.size, taken = scene.texts.map(boxOf), cells = new Map(), cell = 8 * size, names = [];
    const spots = new Map(scene.marks.map((at) => [at, Object.assign({ reach: scene.reach(at) }, scene.spot(at))]));
    // One number a cell: texts as keys took three quarters of the time to draw.
    const step = (at) => Math.floor(at / cell), key = (across, down) => across * 65536 + down;
    spots.forEach((spot) => {
      const where = key(step(spot.x), step(spot.y));
      if (!cells.has(where)) { cells.set(where, []); }
      cells.get(where).push({ left: spot.x - spot.reach, right: spot.x + spot.reach, top: spot.y - spot.reach, bottom: spot.y + spot.reach });
    });
    const most = Math.max(0, ...[...spots.values()].map((spot) => spot.reach));
    const hides = (box) => {
      let count = 0;
      // A mark reaches into the cells beside its own at most.
      for (let x = step(box.left - most); x <= step(box.right + most); x += 1) {
        for (let y = step(box.top - most); y <= step(box.bottom + most); y += 1) { for (const mark of cells.get(key(x, y)) || []) { count += over(mark, box); } }
      }
      return count;
    };
    const core = scene.marks.filter(isCore).map((at) => spots.get(at));
    const apart = (spot, box) => Math.hypot(Math.max(box.left - spot.x, 0, spot.x - box.right), Math.max(box.top - spot.y, 0, spot.y - box.bottom));
    // A name nearer to another mark of the core than to its own would be read as that one's.
    const centre = { x: core.reduce((sum, one) => sum + one.x, 0) / core.length, y: core.reduce((sum, one) => sum + one.y, 0) / core.length };
    // The core is a ring: outward first, so that its names stand round it as its marks do.
    const outward = (spot) => { const way = Math.atan2(spot.y - centre.y, spot.x - centre.x); return [...TURNS].sort((a, b) => Math.cos(b * Math.PI / 4 - way) - Math.cos(a * Math.PI / 4 - way)); };
    const isNearer = (spot, box) => core.some((one) => one !== spot && apart(one, box) < apart(spot, box));
    // Nor may a line to a name end, as it seems, at another name.
    const middle = (name) => ({ x: name.x, y: name.y - name.size + name.height / 2 });
    const meets = (from, to, box) => [...Array(25).keys()].some((at) => {
      const x = from.x + (to.x - from.x) * at / 24, y = from.y + (to.y - from.y) * at / 24;
      return x > box.left && x < box.right && y > box.top && y < box.bottom;
    });
    const misleads = (name, box) => names.some((one) => (name.line && meets(name.line, middle(name), boxOf(one))) || (one.line && meets(one.line, middle(one), box)));
    // No name may lie over the core and who else is looked for.
    core.concat(scene.marks.filter((at) => scene.allow(at) === MOST_HIDDEN).map((at) => spots.get(at)))
      .forEach((spot) => taken.push({ left: spot.x - spot.reach, right: spot.x + spot.reach, top: spot.y - spot.reach, bottom: spot.y + spot.reach }));
    let isCoreNamed = core.length < 3;
    for (const at of scene.order) {
      if (!spots.has(at)) { continue; }
      if (!isCoreNamed && !isCore(at) && !scene.first(at)) {
        // The middle of the core is its own: whoever else were named there would seem to be in it.
        isCoreNamed = true;
        taken.push({ left: Math.min(...core.map((one) => one.x)), right: Math.max(...core.map((one) => one.x)), top: Math.min(...core.map((one) => one.y)), bottom: Math.max(...core.map((one) => one.y)) });
      }
      const allowed = scene.allow(at), spot = spots.get(at);
      if (allowed < 0 || spot.x < scene.left || spot.x > scene.right || spot.y < scene.top || spot.y > scene.bottom) { continue; }
      const weight = isCore(at) ? 700 : 400, lines = ranks.lines[at];
      const width = Math.max(...lines.map((line) => scene.measure(line, weight))), height = size * (1.3 + (lines.length - 1) * 1.15);
      const turns = isCore(at) && core.length > 2 ? outward(spot) : TURNS;
      let best = null, fewest = allowed + 1;
      // Near, even if it hides a mark, rather than far; far rather than not at all.
      for (let out = 0; out < (allowed === Infinity ? 16 : allowed ? 6 : 1) && fewest > 0 && !(best && out > 3); out += 1) {
        for (const turn of turns) {
          const across = Math.cos(turn * Math.PI / 4), down = Math.sin(turn * Math.PI / 4), far = spot.reach + 3 + out * size * 1.5;
          const x = Math.min(Math.max(spot.x + across * (far + width / 2), scene.left + width / 2 + 4), scene.right - width / 2 - 4);
          const name = { at, lines, x, y: spot.y + down * (far + height / 2) - height / 2 + size, width, height, size, weight, line: out > 0 ? spot : null }, box = boxOf(name);
          if (box.top < scene.top || box.bottom > scene.bottom || taken.some((one) => over(one, box))) { continue; }
          // Who must be named would rather hide all marks than be read as another.
          const isMust = allowed === Infinity, isAstray = misleads(name, box);
          if (isAstray && !isMust) { continue; }
          const hidden = hides(box) + 2 * isAstray + (isCore(at) ? AWAY * out + view.nodes.length * (isNearer(spot, box) + isAstray) : 0);
          if (hidden < fewest) { best = name; fewest = hidden; }
        }
      }
      if (best) { names.push(best); taken.push(boxOf(best)); }
    }
    return names;
  }

  // How many marks the name of each may hide; -1 for a name that is left out.
  function allowance(isSmall) {
    const shown = view.nodes.map((node, at) => at).filter(matches), { ties, order } = ranks;
    const sorted = shown.map((at) => ties[at]).sort((a, b) => a - b), middle = sorted[Math.floor(sorted.length / 2)];
    const hasCore = shown.some(isCore), most = new Set(order.filter((at) => matches(at) && !isCore(at) && ties[at] > middle).slice(0, 20));
    return (at) => (isCore(at) || at === chosen || route.includes(at) || (shown.length <= MOST_NAMED && !isSmall) ? Infinity : most.has(at) && !(isSmall && hasCore) ? (isSmall ? Infinity : MOST_HIDDEN) : isSmall && !view.members ? -1 : 0);
  }

  const widths = new Map();
  function names(context) {
    const canvas = byId("map"), ratio = context.canvas.width / canvas.clientWidth, size = 12, scale = network.getScale();
    const measure = (text, weight, points) => {
      const font = weight + " " + (points || size) + "px " + FACES, where = font + text;
      if (!widths.has(where)) { context.font = font; widths.set(where, context.measureText(text).width); }
      return widths.get(where);
    };
    const texts = alone(view.layouts[byId("layout").value].labels.map(([x, y, text]) => {
      const spot = network.canvasToDOM({ x, y });
      const width = measure(text, 600, 13), edge = canvas.clientWidth - width / 2 - 5;
      // What is in sight at all is so as a whole.
      const across = spot.x < 0 || spot.x > canvas.clientWidth ? spot.x : Math.min(Math.max(spot.x, width / 2 + 5), edge);
      return { lines: [text], x: across, y: spot.y, width, height: 13 * 1.3, size: 13, weight: 600, line: null };
    }));
    const spots = network.getPositions(), all = chosen === null && !route.length, first = (at) => at === chosen || route.includes(at);
    const marks = view.nodes.map((node, at) => at).filter((at) => matches(at) && spots[at]);
    context.save();
    context.strokeStyle = ink();
    for (const at of marks.filter(isCore)) {
      context.globalAlpha = all || lit.has(at) ? 1 : 0.2;
      context.lineWidth = view.nodes[at].borderWidth;
      context.beginPath();
      context.arc(spots[at].x, spots[at].y, view.nodes[at].size + data.ring, 0, 2 * Math.PI);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const named = texts.concat(place({
      size, texts, measure, marks, first, left: 0, top: 0, right: canvas.clientWidth, bottom: canvas.clientHeight,
      spot: (at) => network.canvasToDOM(spots[at]), reach: (at) => (view.nodes[at].size + (isCore(at) ? data.ring : 0)) * scale + 1,
      order: ranks.order.filter(first).concat(ranks.order.filter((at) => !first(at) && (all || lit.has(at)))), allow: allowance(NARROW.matches),
    }));
    for (const name of named) { if (name.line) { context.lineWidth = name.weight > 400 ? 2 : 1.2; context.beginPath(); context.moveTo(name.line.x, name.line.y); context.lineTo(name.x, name.y - name.size + name.height / 2); context.stroke(); } }
    context.textAlign = "center";
    for (const name of named) {
      const box = boxOf(name);
      context.globalAlpha = 0.88;
      context.fillStyle = wash();
      context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      context.globalAlpha = 1;
      context.fillStyle = ink();
      context.font = name.weight + " " + name.size + "px " + FACES;
      name.lines.forEach((line, number) => context.fillText(line, name.x, name.y + number * name.size * 1.15));
    }
    context.restore();
    canvas.dataset.named = named.length - texts.length;
  }

  // vis-network looks at marks only: what is written beyond them must be in sight as well.
  function fit() {
    const shown = view.nodes.map((node, at) => at).filter((at) => matches(at));
    if (!shown.length) { return; }
    network.fit({ nodes: shown, animation: false, maxZoomLevel: 1.2 });
    if (shown.length < view.nodes.length) { return; }
    const canvas = byId("map"), half = [canvas.clientWidth / 2, canvas.clientHeight / 2];
    let reach = 1;
    for (const [x, y, text] of view.layouts[byId("layout").value].labels) {
      const spot = network.canvasToDOM({ x, y }), wide = 6 + text.length * 4.5, tall = 18;
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
    ranks = rank();
    nodes = new vis.DataSet(view.nodes.map((node, at) => Object.assign({ x: spots[2 * at], y: spots[2 * at + 1] }, node)));
    edges = new vis.DataSet(joined.map((pair) => ({ id: pair.id, from: pair.from, to: pair.to, dashes: pair.counts ? false : [8, 5], color: { color: thread(), opacity: faint(pair) }, width: view.members ? 1 + Math.log2(1 + parseInt(view.ties[near[pair.from].find((at) => view.ties[at] === pair.to || view.ties[at + 1] === pair.to) + 4].replace(/\D/g, ""), 10)) : pair.counts ? 1 + 0.7 * Math.min(pair.rows, 5) : 1 })));
    if (network) { network.destroy(); }
    network = new vis.Network(byId("map"), { nodes, edges }, merge(data.options, look()));
    network.on("beforeDrawing", backdrop);
    network.on("afterDrawing", names);
    // A frame in a notebook gets its size late: the whole map stays in sight until somebody moves it.
    let isMoved = false;
    for (const move of ["zoom", "dragStart"]) { network.on(move, () => { isMoved = true; }); }
    network.on("resize", () => { if (!isMoved && chosen === null) { fit(); } });
    network.on("click", (event) => choose(event.nodes.length ? event.nodes[0] : null, false));
    network.on("doubleClick", (event) => { if (view.members && event.nodes.length) { drill(event.nodes[0]); } });
    network.on("hoverNode", (event) => { byId("map").style.cursor = "pointer"; hint(event.node); });
    for (const end of ["blurNode", "dragStart", "zoom"]) { network.on(end, () => { byId("map").style.cursor = "default"; hint(null); }); }
    network.once("afterDrawing", () => { fit(); window.setTimeout(() => { table(); document.body.dataset.ready = "yes"; }, 0); });
    byId("back").hidden = !overview || view === overview;
    document.querySelectorAll(".detail").forEach((one) => { one.hidden = Boolean(view.members); });
    finder.close();
    choose(null, false, true);
  }

  function hint(at) {
    if (at === null) { showHint(null); return; }
    const spot = network.canvasToDOM(network.getPositions([at])[at]);
    showHint(view.nodes[at].name + (view.members ? "" : " \u00b7 " + view.role[at]), spot.x, spot.y - view.nodes[at].size * network.getScale());
  }

  // After a filter: who is left is in sight, and the panel speaks of nobody who is not.
  function filter() {
    if (chosen !== null && !matches(chosen)) { choose(null, false); } else { redraw(); }
    hint(null);
    const shown = view.nodes.filter((node, at) => matches(at)).length;
    finder.say(shown === view.nodes.length ? "" : shown ? shown.toLocaleString("en-GB") + " of " + view.nodes.length.toLocaleString("en-GB") + " are shown." : "Nobody fits all of these filters. \u201cShow all\u201d takes them off.");
    if (shown) { fit(); }
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
    lit = new Set(route);
    const shown = view.nodes.map((node, at) => matches(at));
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

  // An overview that finds no group looks inside the groups.
  const finder = makeFinder({
    list: () => view.nodes.map((node, at) => ({ name: node.name, says: view.role ? view.role[at] : "" })),
    isOpen: (at) => matches(at),
    take: (at) => choose(at, true),
    leave: () => { if (chosen !== null) { choose(null, false); } },
    none: () => (overview && view === overview ? "No group of that name. Enter looks inside the groups." : "No such name."),
    hidden: "Only among those whom the filters hide.",
    deeper: (text) => { if (overview) { searchAll(text); } },
  });

  function searchAll(text) {
    const wanted = text.trim().toLowerCase();
    for (let number = 0; wanted.length > 2 && number < overview.nodes.length; number += 1) {
      const inside = read("view-" + number), at = inside.nodes.findIndex((node) => node.name.toLowerCase().includes(wanted));
      if (at >= 0) { show(inside, overview.nodes[number].name); choose(at, true); return; }
    }
    finder.say(wanted.length > 2 ? "No such name in any group." : "Type three letters or more.");
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
        cell.dataset.name = headings[number + 1];
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
    const left = Math.min(...xs) - 110, top = Math.min(...ys) - 60, wide = Math.max(...xs) - left + 110, high = Math.max(...ys) - top + 110;
    // On paper the whole is 17 cm wide or high: names of 7 points.
    const size = Math.max(14, 13.5 * Math.max(wide, high) / 900), pen = document.createElement("canvas").getContext("2d");
    const measure = (text, weight) => { pen.font = weight + " " + size + "px " + FACES; return pen.measureText(text).width; };
    const svg = make("svg", { viewBox: [left, top, wide, high].map(Math.round).join(" "), "font-family": FACES });
    svg.append(make("rect", { x: Math.round(left), y: Math.round(top), width: "100%", height: "100%", fill: "#ffffff" }));
    layout.rings.forEach((ring) => svg.append(make("circle", { r: ring, fill: "none", stroke: "#c9d4d2" })));
    layout.lines.forEach((one) => svg.append(make("line", { x1: one[0], y1: one[1], x2: one[2], y2: one[3], stroke: "#c9d4d2", "stroke-width": 1.6, "stroke-linecap": "round", "stroke-dasharray": "1 7" })));
    const seen = new Set(shown);
    joined.filter((pair) => seen.has(pair.from) && seen.has(pair.to) && carries(pair)).forEach((pair) => {
      const a = spots[pair.from], b = spots[pair.to], ahead = onRoute(pair);
      const strong = ahead || chosen === null || pair.from === chosen || pair.to === chosen;
      svg.append(make("line", { x1: Math.round(a.x), y1: Math.round(a.y), x2: Math.round(b.x), y2: Math.round(b.y), stroke: ahead ? "#b3541e" : "#5f7370", "stroke-opacity": ahead ? 1 : !strong ? 0.1 : pair.counts ? 0.4 : 0.7, "stroke-width": ahead ? 4 : pair.counts ? 1.5 : 1, "stroke-dasharray": pair.counts ? "none" : "8 5" }));
    });
    shown.forEach((at) => {
      const node = view.nodes[at], spot = spots[at], s = node.size;
      const look = { fill: data.colours[node.group], stroke: data.ink, "stroke-width": node.borderWidth };
      svg.append(node.shape === "square" ? make("rect", Object.assign({ x: spot.x - s, y: spot.y - s, width: 2 * s, height: 2 * s }, look)) :
        node.shape === "diamond" ? make("polygon", Object.assign({ points: [[0, -s], [s, 0], [0, s], [-s, 0]].map((d) => (spot.x + d[0]) + "," + (spot.y + d[1])).join(" ") }, look)) :
          make("circle", Object.assign({ cx: spot.x, cy: spot.y, r: s }, look)));
    });
    const reach = (at) => view.nodes[at].size + (isCore(at) ? data.ring : 0);
    shown.filter(isCore).forEach((at) => svg.append(make("circle", { cx: spots[at].x, cy: spots[at].y, r: reach(at), fill: "none", stroke: data.ink, "stroke-width": view.nodes[at].borderWidth })));
    const texts = alone(layout.labels.map(([x, y, text]) => ({ lines: [text], x, y, width: measure(text, 600), height: size * 1.3, size, weight: 600, line: null })));
    const names = texts.concat(place({ size, texts, measure, reach, marks: shown, first: () => false, left, top, right: left + wide, bottom: top + high, spot: (at) => spots[at], order: ranks.order, allow: allowance(false) }));
    names.filter((name) => name.line).forEach((name) => svg.append(make("line", { x1: name.line.x, y1: name.line.y, x2: name.x, y2: name.y - size + name.height / 2, stroke: data.ink, "stroke-width": (size * (name.weight > 400 ? 0.16 : 0.09)).toFixed(1) })));
    names.forEach((name) => {
      const box = boxOf(name), text = make("text", { "text-anchor": "middle", "font-size": size, "font-weight": name.weight, fill: data.ink });
      name.lines.forEach((line, number) => { const span = make("tspan", { x: name.x.toFixed(1), y: (name.y + number * size * 1.15).toFixed(1) }); put(span, line); text.append(span); });
      svg.append(make("rect", { class: "plate", x: box.left.toFixed(1), y: box.top.toFixed(1), width: (box.right - box.left).toFixed(1), height: (box.bottom - box.top).toFixed(1), fill: "#ffffff", "fill-opacity": 0.88 }), text);
    });
    return svg;
  }

  function make(name, values) {
    const element = document.createElementNS(SVG, name);
    for (const key of Object.keys(values)) { element.setAttribute(key, values[key]); }
    return element;
  }

  function savePng() {
    const canvas = document.querySelector("#map canvas"), copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.fillStyle = paper();
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => saveFile(blob, "network.png"));
  }

  function colour() {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    byId("theme").setAttribute("aria-pressed", String(isDark));
    if (network) { network.setOptions(look()); redraw(); }
  }

  byId("way").addEventListener("input", () => {
    const at = view.nodes.findIndex((node) => node.name.toLowerCase() === byId("way").value.trim().toLowerCase());
    if (at >= 0 && chosen !== null) { lead(at); } else { put(byId("route"), byId("way").value.trim() && !finder.search(byId("way").value).length ? "No such name." : ""); }
  });
  FILTERS.forEach((name) => { if (byId(name)) { byId(name).addEventListener("change", filter); } });
  byId("layout").addEventListener("change", () => {
    const spots = view.layouts[byId("layout").value].spots;
    nodes.update(view.nodes.map((node, at) => ({ id: at, x: spots[2 * at], y: spots[2 * at + 1] })));
    fit();
  });
  byId("all").addEventListener("click", () => {
    byId("find").value = "";
    FILTERS.forEach((name) => { if (byId(name)) { byId(name).value = ""; } });
    finder.say("");
    finder.close();
    choose(null, false);
    fit();
  });
  byId("back").addEventListener("click", () => show(overview, null));
  byId("drill").addEventListener("click", () => drill(chosen));
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", () => saveFile(new Blob([new XMLSerializer().serializeToString(picture())], { type: "image/svg+xml" }), "network.svg"));
  byId("print").addEventListener("click", () => window.print());
  byId("theme").addEventListener("click", () => { isDark = !isDark; colour(); });
  dark.addEventListener("change", () => { isDark = dark.matches; colour(); });
  NARROW.addEventListener("change", foldFilters);
  foldFilters();
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
