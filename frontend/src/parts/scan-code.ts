/**
 * A button that opens the camera, reads QR codes and posts the first one that fits through a form's text field.
 * Where there is no camera, or it is refused, a sentence points to the picture upload beside it.
 *
 * @example <span data-scan="#form" data-accept="^\d+,\d+" data-open="用摄像头扫" data-close="关闭摄像头"
 *   data-waiting="对准二维码…" data-refused="不能使用摄像头" data-other="不是所要的二维码"></span>
 */
export type Decode = (picture: ImageData) => Promise<string[]>;

const PAUSE = 200;

export function scanCodes(page: Document, decode: Decode): void {
  for (const place of page.querySelectorAll<HTMLElement>("[data-scan]")) {
    // absent over plain http, whatever the types say
    if ((navigator.mediaDevices as MediaDevices | undefined) !== undefined) offer(place, decode);
  }
}

function offer(place: HTMLElement, decode: Decode): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = place.dataset["open"] ?? "";
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  place.append(button, note);
  let close: (() => void) | null = null;
  const stop = () => {
    close?.();
    close = null;
    button.textContent = place.dataset["open"] ?? "";
    note.textContent = "";
  };
  button.addEventListener("click", () => {
    if (close) return stop();
    open(place, note, decode, stop).then(
      (closing) => {
        close = closing;
        button.textContent = place.dataset["close"] ?? "";
      },
      () => (note.textContent = place.dataset["refused"] ?? ""),
    );
  });
}

/** Show the camera and look at it five times a second until a code fits; gives what closes it. */
async function open(place: HTMLElement, note: HTMLElement, decode: Decode, done: () => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1280 } });
  const video = document.createElement("video");
  video.className = "scan-view";
  video.muted = video.playsInline = true;
  video.srcObject = stream;
  place.append(video);
  await video.play();
  note.textContent = place.dataset["waiting"] ?? "";
  const timer = window.setInterval(() => void look(), PAUSE);
  let busy = false;
  const look = async () => {
    if (busy || !video.videoWidth) return;
    busy = true;
    const found = await decode(still(video));
    busy = false;
    if (found.length && !take(place, found)) note.textContent = place.dataset["other"] ?? "";
    else if (found.length) done();
  };
  return () => {
    window.clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.remove();
  };
}

function still(video: HTMLVideoElement): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  pen.drawImage(video, 0, 0);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Post the first text that fits; false when none does. */
export function take(place: HTMLElement, texts: string[]): boolean {
  const fits = new RegExp(place.dataset["accept"] ?? "");
  const text = texts.find((said) => fits.test(said));
  const form = document.querySelector<HTMLFormElement>(place.dataset["scan"] ?? "");
  const field = form?.querySelector<HTMLInputElement>("input[name=text]");
  if (text === undefined || !form || !field) return false;
  field.value = text;
  form.requestSubmit();
  return true;
}
