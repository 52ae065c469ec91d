"""Sentences about vouchers that are given in calls."""

from odoo.tools import format_amount

from ..domain.voucher import Why


def refused(env, reason, currency):
    """Why a voucher is not given, or not at once."""

    def amount():
        return format_amount(env, float(reason.params["amount"]), currency)

    return {
        Why.NOTHING: lambda: env._("A voucher needs an amount."),
        Why.NO_VOUCHERS: lambda: env._("No vouchers are given in this campaign."),
        Why.ALREADY: lambda: env._("A voucher was given or asked for in this call."),
        Why.TOO_MUCH: lambda: env._("At most %s is given in this campaign.", amount()),
        Why.BUDGET: lambda: env._("The campaign has %s left for vouchers.", amount()),
        Why.ABOVE_OWN: lambda: env._(
            "More than %s is for a leader to approve.", amount()
        ),
        Why.AGENT_BUDGET: lambda: env._(
            "You have %s left to give yourself: a leader approves it.", amount()
        ),
    }[reason.code]()


def own_wish(env):
    """Nobody approves his own."""
    return env._("Somebody else approves what you asked for yourself.")


def leaders_only(env):
    """Who approves."""
    return env._("Call leaders approve vouchers.")


def decided(voucher):
    """It was decided before."""
    return voucher.env._("This voucher has been decided on.")


def opened_elsewhere(env):
    """Where vouchers come from."""
    return env._("Vouchers are given in a call, by who is calling.")


def kept(env):
    """They stay."""
    return env._("Vouchers are never deleted.")


def description(voucher):
    """What stands in the history of the card."""
    return voucher.env._("Given in a call of “%s”", voucher.campaign_id.name)
