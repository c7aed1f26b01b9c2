"""Invitations, and the accounts that came of them."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mesoregistry import clock
from mesoregistry.catalog.registries import registries
from mesoregistry.local import portal_service
from mesoregistry.portal import texts
from mesoregistry.portal.forms import Invite
from mesoregistry.portal.models import Account, Invitation, Role, digest_of
from mesoregistry.portal.views.access import account_of, for_role
from mesoregistry.settings import settings


@for_role(Role.COORDINATOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who may enter, who was invited, and a form to invite."""
    form, link = Invite(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        role, country = Role(values["role"]), values["country"]
        link = invitation_link(Invitation.make(values["email"], role, country, account_of(request)))
    shown = {
        "accounts": Account.objects.order_by("-is_active", "country", "email"),
        "invitations": Invitation.objects.filter(used_at=None, expires_at__gt=clock.now()).order_by("email"),
        "countries": [(code, r.name.in_(texts.language())) for code, r in registries().items()],
        "form": form,
        "link": link,
    }
    return render(request, "portal/people.html", shown, status=400 if form.errors else 200)


@for_role(Role.COORDINATOR)
@require_POST
def deactivate(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, with every session that it has. Nobody closes her own."""
    account = get_object_or_404(Account, pk=number)
    if account != account_of(request):
        Account.objects.filter(pk=number).update(is_active=False)
        end_sessions(account)
    return redirect("people")


@for_role(Role.COORDINATOR)
@require_POST
def withdraw_invitation(request: HttpRequest, number: int) -> HttpResponse:
    """The link of an invitation opens nothing any more."""
    Invitation.objects.filter(pk=number, used_at=None).delete()
    return redirect("people")


def end_sessions(account: Account) -> None:
    """Log an account out wherever it is."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: it makes the account, once, and leads on to its passkey."""
    invited = Invitation.objects.filter(
        digest=digest_of(token), used_at=None, expires_at__gt=clock.now()
    ).first()
    if invited is None:
        return render(request, "portal/invitation_over.html", status=410)
    if request.method != "POST":
        name = registries()[invited.country].name.in_(texts.language()) if invited.country else ""
        return render(request, "portal/invitation.html", {"invited": invited, "name": name})
    account = _accept(invited.pk)
    if account is None:
        return render(request, "portal/invitation_over.html", status=410)
    if request.user.is_authenticated:
        logout(request)
    get_adapter(request).login(request, account)
    record_authentication(request, account, method="invitation")
    return redirect("enrol")


def _accept(number: int) -> Account | None:
    """Use an invitation up; ``None`` when somebody did so in this moment."""
    with transaction.atomic():
        invited = Invitation.objects.select_for_update().filter(pk=number, used_at=None).first()
        if invited is None:
            return None
        invited.used_at = clock.now()
        invited.save()
        account = Account.objects.filter(email__iexact=invited.email).first() or Account(email=invited.email)
        account.role, account.country, account.is_active = invited.role, invited.country, True
        account.language = texts.language()
        account.set_unusable_password()
        account.save()
        # who lost her passkey is invited once more: what she had before opens nothing
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
    return account


def enrol(request: HttpRequest) -> HttpResponse:
    """The first step after an invitation: a passkey, or a password and a code."""
    return render(request, "portal/enrol.html", {"has_password": account_of(request).has_usable_password()})


def invitation_link(token: str) -> str:
    """The whole address of an invitation."""
    return f"{portal_service.address(settings())}{reverse('invitation', args=[token])}"
