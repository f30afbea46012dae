/** Keeps everything with `data-topic` fresh. */
import { Live } from "../live";

new Live(document).start();
