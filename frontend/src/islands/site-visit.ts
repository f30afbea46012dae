/** The inspection sheet: every answer is kept on the device at once and sent when there is a network. */
import { keepPage } from "../parts/offline-page";
import { OfflineQueue, openStore } from "../parts/offline-queue";
import { overHttp } from "../parts/offline-transport";
import { VisitForm } from "../parts/visit-form";

const EVERY = 20_000;

async function begin(form: HTMLFormElement): Promise<void> {
  const { person = "", place = "", photos = "", served = "" } = form.dataset;
  const store = await openStore();
  const shown = new VisitForm(form);
  const queue = new OfflineQueue(store, overHttp(photos), person, place, (items) => shown.draw(items));
  await queue.forget(served);
  shown.restore(await queue.items());

  let isKept = false;
  const keepAgain = async (): Promise<void> => {
    const cameFromHere = !navigator.onLine && navigator.serviceWorker?.controller != null;
    isKept = (await keepPage(document, person)) || cameFromHere;
    shown.sayWhetherKept(isKept && store.lasts);
  };
  const sync = async (): Promise<void> => {
    const waiting = (await queue.items()).some((item) => item.state === "kept");
    if (!waiting) return shown.say("done");
    shown.say("sending");
    const outcome = await queue.flush();
    shown.say(outcome);
    if (outcome === "done" && isKept) void keepAgain();
  };
  shown.listen({
    add: async (kind, key, value, blob) => {
      await queue.add(kind, key, value, blob);
      void sync();
    },
    sync: () => void sync(),
    putAway: (id) => void queue.putAway(id),
  });
  window.addEventListener("online", () => void sync());
  window.addEventListener("offline", () => shown.say("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void sync();
  });
  setInterval(() => void sync(), EVERY);
  void sync();
  void keepAgain();
}

const form = document.querySelector<HTMLFormElement>("form[data-visit]");
if (form) void begin(form);
