import { Component, useEffect, useRef } from "@odoo/owl";

/**
 * A field to type in. While somebody types, nothing is written into it: what the server
 * says of something else paints the screen anew and must not wipe half a sentence.
 */
export class CallInput extends Component {
    static template = "o2c_quality_check.CallInput";
    static props = {
        value: String,
        attributes: Object,
        change: Function,
        input: { type: Function, optional: true },
        keydown: { type: Function, optional: true },
        lines: { type: Boolean, optional: true },
    };

    setup() {
        this.field = useRef("field");
        this.typing = false;
        useEffect(() => this.write());
    }

    write() {
        const { el } = this.field;
        if (!this.typing && el.value !== this.props.value) {
            el.value = this.props.value;
        }
    }

    onInput(ev) {
        this.typing = true;
        this.props.input?.(ev);
    }

    onChange(ev) {
        this.typing = false;
        this.props.change(ev);
    }

    /** Left without a change. */
    onBlur() {
        this.typing = false;
    }

    onKeydown(ev) {
        this.props.keydown?.(ev);
    }
}
