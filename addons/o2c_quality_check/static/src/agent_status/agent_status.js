/** @odoo-module **/

import { Component, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const MODEL = "o2c.agent.session";
const EVERY = 30000;
const TONES = {
    in_call: "text-bg-success",
    wrap_up: "text-bg-info",
    available: "text-bg-primary",
    pause: "text-bg-warning",
    off: "text-bg-light",
};
const REASONS = [_t("Break"), _t("Lunch"), _t("Training"), _t("Meeting")];

/** What the agent does now; he pauses, goes on and leaves here. Reports every 30 s. */
export class AgentStatus extends Component {
    static template = "o2c_quality_check.AgentStatus";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.reasons = REASONS;
        this.tones = TONES;
        this.active = true;
        this.state = useState({ state: "off", label: "", reason: "" });
        for (const sign of ["keydown", "pointerdown"]) {
            useExternalListener(document, sign, () => (this.active = true), { capture: true });
        }
        // what is done elsewhere in the client shows here without waiting
        useExternalListener(window, "o2c-agent-status", () => this.beat());
        onWillStart(() => this.beat());
        const beat = setInterval(() => this.beat(), EVERY);
        onWillUnmount(() => clearInterval(beat));
    }

    async beat() {
        try {
            const told = await this.orm.silent.call(MODEL, "beat", [this.active]);
            this.active = false;
            this.show(told);
        } catch {
            // the next sign is given in half a minute; who cannot be told is not bothered
            this.show({ state: "off", label: _t("No connection") });
        }
    }

    async report(method, args = []) {
        this.show(await this.orm.call(MODEL, method, args));
    }

    show(told) {
        Object.assign(this.state, { reason: "", ...told });
    }

    get title() {
        return [this.state.label, this.state.reason].filter(Boolean).join(": ");
    }
}

registry.category("services").add("o2c_agent_status", {
    async start() {
        if (await user.hasGroup("o2c_quality_check.group_call_agent")) {
            registry
                .category("systray")
                .add(
                    "o2c_quality_check.agent_status",
                    { Component: AgentStatus },
                    { sequence: 45 }
                );
        }
    },
});
