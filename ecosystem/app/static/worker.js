// Python in this browser: loaded from the page's own folder, and asked by messages.
import { loadPyodide } from "./pyodide.mjs";

async function start() {
  const { packages, wheels } = await (await fetch("folder.json")).json();
  const python = await loadPyodide({ indexURL: "./" });
  await python.loadPackage(packages, { messageCallback: () => {} });
  for (const name of wheels) {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    python.unpackArchive(await answer.arrayBuffer(), "wheel");
  }
  // Pyodide 0.27 makes new files unreadable for their owner.
  const worker = python.runPython(
    "import os\nos.umask(0o022)\nfrom ecosystem.app.worker import Worker\nWorker()");
  return (message) => {
    const answer = worker.answer(python.toPy(message));
    const told = answer.toJs({ dict_converter: Object.fromEntries });
    answer.destroy();
    return "shown" in told ? { ...told, shown: JSON.parse(told.shown) } : told;
  };
}

const started = start();

onmessage = async ({ data }) => {
  try {
    postMessage((await started)(data));
  } catch (error) {
    postMessage({ id: data.id, refused: `Python stopped: ${error.message}` });
  }
};
