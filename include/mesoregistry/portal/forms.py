"""Forms that a person fills in; what they may hold is checked here and nowhere else."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from mesoregistry.catalog.registries import registries
from mesoregistry.intake.answers import Reason
from mesoregistry.intake.decisions import ReturnReason
from mesoregistry.portal.comments import LONGEST
from mesoregistry.portal.models import ROLES, Account, Role


class AddPasskey(AddWebAuthnForm):
    """A passkey enters by itself: it takes no password, and the device asks for a finger, a face or its code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].widget = forms.HiddenInput()

    def clean_passwordless(self) -> bool:
        return True


class FiledFile(forms.Form):
    """A file, and the month where the person said it."""

    file = forms.FileField()
    month = forms.RegexField(r"^\d{4}-\d{2}$", required=False)


class Withdrawal(forms.Form):
    """Why a file is taken back."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in Reason])


class Approval(forms.Form):
    """A few words with it, if any."""

    comment = forms.CharField(max_length=LONGEST, required=False)


class Return(Approval):
    """Why the coordination sends a file back."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in ReturnReason])


class Invite(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(max_length=254)
    role = forms.ChoiceField(choices=ROLES)
    country = forms.CharField(max_length=2, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("role") == Role.TEAM and values.get("country") not in registries():
            self.add_error("country", "country")
        if Account.objects.filter(email__iexact=values.get("email", ""), is_active=True).exists():
            self.add_error("email", "known")
        return values
