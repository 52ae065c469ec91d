import { Component, onMounted, useEffect, useRef, useState } from "@odoo/owl";
import { normalize } from "@web/core/l10n/utils";
import { useActiveElement } from "@web/core/ui/ui_service";
import { CallTimer, PlaceClock } from "./clock";

/** Who is called, how, and why. */
export class CallHead extends Component {
    static template = "o2c_quality_check.CallHead";
    static components = { CallTimer, PlaceClock };
    static props = { call: Object, law: Object, dial: Function, numbers: Function };

    get talking() {
        const { dialled_at, hung_up_at } = this.props.call;
        return Boolean(dialled_at && !hung_up_at);
    }
}

/** What was bought, delivered, said and complained about. */
export class CallBrief extends Component {
    static template = "o2c_quality_check.CallBrief";
    static props = { sections: Array };
}

/** One key for each way in which a call can end. */
export class CallResults extends Component {
    static template = "o2c_quality_check.CallResults";
    static props = {
        results: Array,
        busy: Boolean,
        all: Boolean,
        choose: Function,
        more: Function,
    };

    get shown() {
        const { all, results } = this.props;
        return all ? results : results.filter((result) => result.first);
    }

    get hidden() {
        return this.props.results.length - this.shown.length;
    }

    style(result) {
        if (result.code === "answered") {
            return "btn-success";
        }
        return result.tone === "danger" ? "btn-outline-danger" : "btn-outline-secondary";
    }
}

/** A window of this screen: keeps the focus in it, Escape leaves it. */
export class CallOverlay extends Component {
    static template = "o2c_quality_check.CallOverlay";
    static props = {
        title: String,
        name: String,
        close: Function,
        wide: { type: Boolean, optional: true },
        slots: Object,
    };

    setup() {
        this.box = useRef("box");
        // the keys of what lies behind rest meanwhile
        useActiveElement("box");
        onMounted(() => {
            const first = this.box.el.querySelector("[data-first], input, select, button.btn");
            (first || this.box.el).focus();
        });
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.close();
        }
    }
}

/** When the customer wants to be called back, on his clock. */
export class CallBack extends Component {
    static template = "o2c_quality_check.CallBack";
    static components = { CallOverlay };
    static props = {
        offers: Array,
        zone: String,
        ask: Function,
        choose: Function,
        close: Function,
    };

    setup() {
        const there = luxon.DateTime.now().setZone(this.props.zone).plus({ days: 1 });
        this.state = useState({
            local: there.startOf("hour").toFormat("yyyy-MM-dd'T'HH:mm"),
            any: false,
            found: null,
            error: "",
        });
    }

    onKeydown(ev) {
        const offer = this.props.offers[Number(ev.key) - 1];
        if (ev.target.matches("input") || !offer || offer.refused) {
            return;
        }
        ev.preventDefault();
        this.take(offer);
    }

    take(offer) {
        return this.props.choose({ call_back_at: offer.at, call_back_any: this.state.any });
    }

    async own() {
        this.state.error = "";
        const found = await this.props.ask(this.state.local);
        if (found.refused || found.error) {
            this.state.error = found.refused || found.error;
            return;
        }
        return this.take(found);
    }

    onOwnKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            return this.own();
        }
    }
}

/** Which number to ring: one of the customer's, or one that he named. */
export class CallNumbers extends Component {
    static template = "o2c_quality_check.CallNumbers";
    static components = { CallOverlay };
    static props = { numbers: Array, dial: Function, close: Function };

    setup() {
        this.state = useState({ other: "" });
    }

    onKeydown(ev) {
        const line = this.props.numbers[Number(ev.key) - 1];
        if (!ev.target.matches("input") && line) {
            ev.preventDefault();
            this.props.dial(line.number);
        }
    }

    onOtherKeydown(ev) {
        if (ev.key === "Enter" && this.state.other.trim()) {
            ev.preventDefault();
            this.props.dial(this.state.other.trim());
        }
    }
}

/** Which language the customer speaks. */
export class CallLanguage extends Component {
    static template = "o2c_quality_check.CallLanguage";
    static components = { CallOverlay };
    static props = { languages: Array, choose: Function, close: Function };

    onKeydown(ev) {
        const language = this.props.languages[Number(ev.key) - 1];
        if (language) {
            ev.preventDefault();
            this.props.choose({ language_id: language.id });
        }
    }
}

/** What of the customer's data is another now. */
export class CallCorrect extends Component {
    static template = "o2c_quality_check.CallCorrect";
    static components = { CallOverlay };
    static props = { data: Object, save: Function, close: Function };

    setup() {
        const { data } = this.props;
        const person_id = data.person_id;
        this.state = useState({ person_id, new_person: "", ...this.known(person_id), error: "" });
    }

    known(id) {
        return this.props.data.people.find((person) => person.id === id).values;
    }

    /** What is another than the data of the person chosen. */
    get changes() {
        const { person_id, new_person } = this.state;
        const old = this.known(person_id);
        const changed = Object.keys(old).filter((name) => this.state[name] !== old[name]);
        const values = Object.fromEntries(changed.map((name) => [name, this.state[name]]));
        return { person_id, new_person: new_person.trim(), ...values };
    }

    onPerson(ev) {
        const person_id = Number(ev.target.value);
        Object.assign(this.state, { person_id, ...this.known(person_id) });
    }

    async save() {
        this.state.error = (await this.props.save(this.changes)) || "";
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.target.matches("button")) {
            ev.preventDefault();
            return this.save();
        }
    }
}

/** Finds a question, a result or a line of what is known, by a few letters. */
export class CallFinder extends Component {
    static template = "o2c_quality_check.CallFinder";
    static components = { CallOverlay };
    static props = { entries: Array, close: Function };

    setup() {
        this.state = useState({ text: "", chosen: 0 });
        this.list = useRef("list");
        useEffect(
            () => void this.list.el?.querySelector(".active")?.scrollIntoView({ block: "nearest" }),
            () => [this.state.chosen, this.state.text]
        );
    }

    get found() {
        const words = normalize(this.state.text).split(" ").filter(Boolean);
        return this.props.entries.filter((entry) => {
            const all = normalize(`${entry.label} ${entry.words || ""}`);
            return words.every((word) => all.includes(word));
        });
    }

    onInput(ev) {
        Object.assign(this.state, { text: ev.target.value, chosen: 0 });
    }

    onKeydown(ev) {
        const steps = { ArrowDown: 1, ArrowUp: -1 };
        const count = this.found.length;
        if (ev.key in steps && count) {
            ev.preventDefault();
            this.state.chosen = (this.state.chosen + steps[ev.key] + count) % count;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            this.pick(this.found[this.state.chosen]);
        }
    }

    pick(entry) {
        if (entry) {
            this.props.close();
            entry.run();
        }
    }
}

/** All keys of the screen. */
export class CallHelp extends Component {
    static template = "o2c_quality_check.CallHelp";
    static components = { CallOverlay };
    static props = { groups: Array, close: Function };
}
