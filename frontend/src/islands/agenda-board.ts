/** The agenda's day: blocks are moved by pointer and by keys. */
import { AgendaBoard } from "../parts/agenda-board";

new AgendaBoard(document).start();
