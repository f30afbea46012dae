/** The camera of a phone as a scanner. The reader and its WebAssembly are fetched, from here, when the camera is opened. */
import { type Decode, scanCodes } from "../parts/scan-code";

let reader: Promise<Decode> | null = null;

const decode: Decode = async (picture) => {
  reader ??= loaded();
  return (await reader)(picture);
};

async function loaded(): Promise<Decode> {
  const [{ prepareZXingModule, readBarcodes }, wasm] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  prepareZXingModule({ overrides: { locateFile: () => wasm.default } });
  return async (picture) => {
    const found = await readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 4 });
    return found.filter((code) => code.isValid).map((code) => code.text);
  };
}

scanCodes(document, decode);
