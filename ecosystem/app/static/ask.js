"use strict";
// Who answers the page, behind one small interface: a server on this computer, asked by `fetch`, or
// Python in a worker of this browser, asked by messages. Nothing else in the page knows which.
//   ask(name, about)   do an action, and return what is to be shown
//   save(name)         return a file as a blob
//   show(name, frame)  show a page in a frame
//   cancel(), leave(), shut(), watch(), readSource()

class Server {
  constructor(tab) {
    this.tab = tab;
    this.waiting = new Set();
  }

  async send(path, options = {}) {
    const wait = new AbortController();
    this.waiting.add(wait);
    try {
      const headers = { "X-Tab": this.tab };
      const answer = await fetch(path, { ...options, headers, signal: wait.signal });
      if (!answer.ok) throw new Error(await answer.text());
      return answer;
    } catch (error) {
      throw wait.signal.aborted ? new Error("Cancelled.") : error;
    } finally {
      this.waiting.delete(wait);
    }
  }

  async post(path, body) { return (await this.send(path, { method: "POST", body })).json(); }

  ask(name, about = {}) {
    if (!about.data) return this.post(`do/${name}`, JSON.stringify(about));
    return this.post(`do/${name}?name=${encodeURIComponent(about.name)}`, about.data);
  }

  async save(name) { return (await this.send(`save/${name}`)).blob(); }

  // The frame asks for it itself: so the page in it is held to the policy it comes with.
  show(name, frame) {
    return new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      frame.src = `view/${name}?tab=${encodeURIComponent(this.tab)}&asked=${Date.now()}`;
    });
  }

  // Nobody waits, whether or not the server has heard of it yet.
  cancel() {
    for (const wait of this.waiting) wait.abort();
    return this.post("cancel");
  }

  shut() { return this.post("shut"); }
  readSource() { return this.post("source"); }
  async watch() { return (await this.send("watch")).json(); }
  leave() {
    fetch("leave", { method: "POST", keepalive: true, headers: { "X-Tab": this.tab } }).catch(() => {});
  }
}

class InBrowser {
  constructor(script) {
    this.waiting = new Map();
    this.last = 0;
    this.worker = new Worker(script, { type: "module" });
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting.get(data.id) || {};
      this.waiting.delete(data.id);
      if (reject && "refused" in data) reject(new Error(data.refused));
      else if (resolve) resolve(data.shown ?? data.file);
    };
    this.worker.onerror = () => this.giveUp("Python could not be started in this browser.");
  }

  send(kind, name, about = {}, data = null) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, kind, name, about: JSON.stringify(about), data });
    });
  }

  giveUp(words) {
    for (const { reject } of this.waiting.values()) reject(new Error(words));
    this.waiting.clear();
  }

  async ask(name, { data, ...about } = {}) {
    return this.send("do", name, about, data ? new Uint8Array(await data.arrayBuffer()) : null);
  }

  async save(name) { return new Blob([await this.send("save", name)]); }

  // A page of its own, because what is put in a frame by this one would be held to our policy, under
  // which no script in it runs.
  async show(name, frame) {
    // Empty first, so that what was there is not taken for what was asked if that is refused.
    await new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      frame.src = `frame.html?asked=${Date.now()}`;
    });
    const text = new TextDecoder().decode(await this.send("view", name));
    frame.contentWindow.postMessage(text, "*");
  }

  // Python cannot be stopped: nobody waits for it, and it goes back to where it was.
  async cancel() {
    for (const id of this.waiting.keys()) this.worker.postMessage({ id, kind: "forget" });
    this.giveUp("Cancelled.");
  }

  async shut() { this.worker.terminate(); }
  async watch() { return { changed: null }; }
  leave() {}
}

const tab = document.querySelector('meta[name="tab"]').content;
const script = document.querySelector('meta[name="worker"]').content;
const desk = script ? new InBrowser(script) : new Server(tab);
