/** @odoo-module **/

import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { CallBasket } from "@o2c_quality_check/basket/basket";
import { CallVoucher } from "@o2c_quality_check/voucher/voucher";

/** The basket inside the form of a call, for who is holding it. */
export class CallBasketWidget extends Component {
    static template = "o2c_quality_check.CallBasketWidget";
    static components = { CallBasket };
    static props = { ...standardWidgetProps };

    get call() {
        return { id: this.props.record.resId };
    }
}

/** The voucher inside the form of a call. */
export class CallVoucherWidget extends CallBasketWidget {
    static template = "o2c_quality_check.CallVoucherWidget";
    static components = { CallVoucher };
}

registry.category("view_widgets").add("o2c_call_basket", { component: CallBasketWidget });
registry.category("view_widgets").add("o2c_call_voucher", { component: CallVoucherWidget });
