/** Shapes of a plan moved by mouse, finger and keys. The table beside the drawing stays the truth. */
import { FloorEditor } from "../parts/floor-editor";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-floor-editor]")) new FloorEditor(form).start();
