/** @odoo-module **/

import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.agent.session";
const EVERY = 10000;
const TONES = {
    in_call: "text-bg-success",
    wrap_up: "text-bg-info",
    available: "text-bg-primary",
    pause: "text-bg-warning",
    away: "text-bg-light",
    off: "text-bg-light",
};
const TILES = [
    { key: "in_call", label: _t("In call") },
    { key: "available", label: _t("Available") },
    { key: "pause", label: _t("On a pause") },
    { key: "due", label: _t("Calls due now"), filter: "due" },
    { key: "call_backs", label: _t("Call-backs due"), filter: "call_backs" },
    { key: "overdue", label: _t("Call-backs late"), filter: "call_backs", bad: true },
    { key: "later", label: _t("Calls due later"), filter: "waiting" },
];

/** Who is on which call, since when, and what waits. Refreshed by itself. */
export class AgentBoard extends Component {
    static template = "o2c_quality_check.AgentBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.tiles = TILES;
        this.tones = TONES;
        this.state = useState({
            data: null,
            campaign: "",
            lost: false,
            clock: luxon.DateTime.now(),
        });
        onWillStart(async () => {
            const running = [["state", "=", "running"]];
            this.campaigns = await this.orm.searchRead("o2c.campaign", running, ["name"]);
            await this.load();
        });
        const beat = setInterval(() => document.hidden || this.load(), EVERY);
        const clock = setInterval(() => (this.state.clock = luxon.DateTime.now()), 1000);
        onWillUnmount(() => {
            clearInterval(beat);
            clearInterval(clock);
        });
    }

    async load() {
        const asked = (this.asked = (this.asked || 0) + 1);
        const chosen = this.state.campaign ? [Number(this.state.campaign)] : null;
        try {
            const data = await this.orm.silent.call(MODEL, "board", [chosen]);
            if (asked === this.asked) {
                // an answer to an older question comes too late
                Object.assign(this.state, { data, lost: false });
                this.ahead = deserializeDateTime(data.now).diffNow().toMillis();
            }
        } catch (error) {
            if (!this.state.data) {
                throw error;
            }
            this.state.lost = true;
        }
    }

    setCampaign(ev) {
        this.state.campaign = ev.target.value;
        return this.load();
    }

    // ------------------------------------------------------------- what is shown
    /** How long ago a moment of the server was, as minutes and seconds. */
    since(moment) {
        const begun = deserializeDateTime(moment);
        const seconds = (this.state.clock - begun + (this.ahead || 0)) / 1000;
        const all = Math.max(0, Math.floor(seconds));
        const [hours, minutes] = [Math.floor(all / 3600), Math.floor(all / 60) % 60];
        const two = (value) => String(value).padStart(2, "0");
        return hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
    }

    at(moment) {
        return deserializeDateTime(moment).toFormat("HH:mm");
    }

    // ------------------------------------------------------------- what is opened
    async openTile(tile) {
        const action = await this.action.loadAction("o2c_quality_check.action_call_all");
        const domain = this.state.campaign
            ? [["campaign_id", "=", Number(this.state.campaign)]]
            : [];
        const context = { [`search_default_${tile.filter}`]: 1 };
        return this.action.doAction({ ...action, domain, context });
    }

    openCampaign(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "o2c.campaign",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openCall(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "o2c.call",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async release(call) {
        await this.orm.call("o2c.call", "action_release", [[call.id]]);
        await this.load();
    }
}

registry.category("actions").add("o2c_agent_board", AgentBoard);
