import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const EVERY = 2000;
const BADGES = { ringing: "info", waiting: "warning", connected: "success", ended: "secondary" };

/** A dialler at work, as it stands; while the leader looks, it takes its steps. */
export class DialBoard extends Component {
    static template = "o2c_quality_check.DialBoard";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.badges = BADGES;
        this.state = useState({ data: null });
        onWillStart(() => this.step());
        this.timer = setInterval(() => this.step(), EVERY);
        onWillUnmount(() => clearInterval(this.timer));
    }

    get isRunning() {
        return this.props.record.data.state === "running";
    }

    async step() {
        const { resId } = this.props.record;
        if (this.busy || !resId || (this.state.data && !this.isRunning)) {
            return;
        }
        this.busy = true;
        try {
            this.state.data = await this.orm.silent.call("o2c.dialler.run", "step", [[resId]]);
        } finally {
            this.busy = false;
        }
    }

    get tiles() {
        const data = this.state.data;
        return [
            { key: "agents", name: _t("Agents at work"), value: data.agents },
            { key: "free", name: _t("Free"), value: data.free },
            { key: "ringing", name: _t("Ringing"), value: data.ringing },
            { key: "waiting", name: _t("Waiting"), value: data.waiting },
            { key: "dialled", name: _t("Dialled in 30 days"), value: data.dialled },
            { key: "live", name: _t("Answered live"), value: data.live },
            { key: "pace", name: _t("Lines for each agent"), value: data.pace },
        ];
    }

    /** The bar shows twice the ceiling, so that being over it is seen. */
    width(share) {
        const { ceiling } = this.state.data;
        return `width: ${Math.min((50 * share) / (ceiling || 1), 100)}%`;
    }
}

registry.category("view_widgets").add("o2c_dial_board", { component: DialBoard });
