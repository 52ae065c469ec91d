/* Pictures small enough to send from a bad network. */
const LONGEST = 1280; // pixels of the longer side

/** A photo as a JPEG data address, made smaller; null when it is no picture. */
export async function shrink(file) {
    let picture;
    try {
        picture = await createImageBitmap(file);
    } catch {
        return null;
    }
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.7);
}

/** A field to sign with the finger. */
export class SignaturePad {
    constructor(canvas) {
        this.canvas = canvas;
        this.pen = canvas.getContext("2d");
        this.pen.lineWidth = 3;
        this.pen.lineCap = "round";
        this.clear();
        canvas.addEventListener("pointerdown", (event) => this.begin(event));
        canvas.addEventListener("pointermove", (event) => this.draw(event));
    }

    place(event) {
        const box = this.canvas.getBoundingClientRect();
        return [
            ((event.clientX - box.left) * this.canvas.width) / box.width,
            ((event.clientY - box.top) * this.canvas.height) / box.height,
        ];
    }

    begin(event) {
        this.canvas.setPointerCapture(event.pointerId);
        this.pen.beginPath();
        this.pen.moveTo(...this.place(event));
    }

    draw(event) {
        if (event.buttons || event.pressure > 0) {
            this.pen.lineTo(...this.place(event));
            this.pen.stroke();
            this.signed = true;
        }
    }

    clear() {
        this.pen.fillStyle = "#fff";
        this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
        this.signed = false;
    }

    /** The signature as a PNG data address, null when nobody signed. */
    get value() {
        return this.signed ? this.canvas.toDataURL("image/png") : null;
    }
}
