import { Component, useRef } from "@odoo/owl";
import { useActiveElement } from "@web/core/ui/ui_service";

/**
 * The call went to somebody else: what was typed is shown, nothing behind is reached. The
 * text has the focus, so that a blank still being typed does not press the button.
 */
export class CallLost extends Component {
    static template = "o2c_quality_check.CallLost";
    static props = { said: String, typed: String, leave: Function };

    setup() {
        this.box = useRef("box");
        useActiveElement("box");
    }
}
