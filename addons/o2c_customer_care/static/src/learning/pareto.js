import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart } from "@o2c_orders/chart/chart";

const MODEL = "o2c.learning.insight";
const LETTERS = { A: "red", B: "warm", C: "grey" };
const PERIODS = [
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];
const MEASURES = [
    ["count", _t("Number of complaints")],
    ["cost", _t("Cost")],
];
const LABEL_LENGTH = 26;

/** Which few causes make most of the complaints; a bar opens its tickets. */
export class Pareto extends Component {
    static template = "o2c_customer_care.Pareto";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.measures = MEASURES;
        this.percent = this.percent.bind(this);
        this.pick = this.pick.bind(this);
        this.state = useState({ data: null, dimension: "cause", measure: "count", months: 12 });
        onWillStart(() => this.load());
    }

    async load() {
        const { dimension, measure, months } = this.state;
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call(MODEL, "pareto", [dimension, measure, months]);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    set(name, value) {
        this.state[name] = value;
        return this.load();
    }

    // ------------------------------------------------------------- ways on
    async open(key) {
        const { dimension, months } = this.state;
        return this.action.doAction(await this.orm.call(MODEL, "open", [dimension, key, months]));
    }

    async openAction(key) {
        const { dimension, months } = this.state;
        return this.action.doAction(
            await this.orm.call(MODEL, "open_action", [dimension, key, months])
        );
    }

    pick(place) {
        const bar = this.charted[place];
        return bar && this.open(bar.key);
    }

    get canAct() {
        // what an action can be about
        return ["cause", "reason", "product", "lot", "supplier"].includes(this.state.dimension);
    }

    // ------------------------------------------------------------- figures
    percent(value) {
        return value === null ? "–" : `${formatFloat(value, { digits: [16, 0] })} %`;
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.data.currency });
    }

    /** The bars that have a share: what was paid back beyond its cost has none. */
    get charted() {
        return this.state.data.bars.filter((bar) => bar.share !== null);
    }

    get labels() {
        return this.charted.map((bar) => {
            // of a branch and its leaf the leaf says more
            const name = bar.name.split(" / ").at(-1);
            return name.length > LABEL_LENGTH ? `${name.slice(0, LABEL_LENGTH - 1)}…` : name;
        });
    }

    get datasets() {
        return [
            {
                type: "line",
                label: _t("Together with those before"),
                data: this.charted.map((bar) => bar.cumulated),
                borderColor: COLOURS.blue,
                backgroundColor: COLOURS.blue,
                borderWidth: 2,
                pointRadius: 3,
                order: 0,
            },
            {
                label: _t("Share"),
                data: this.charted.map((bar) => bar.share),
                backgroundColor: this.charted.map((bar) => COLOURS[LETTERS[bar.letter]]),
                order: 1,
            },
        ];
    }
}

registry.category("actions").add("o2c_pareto", Pareto);
