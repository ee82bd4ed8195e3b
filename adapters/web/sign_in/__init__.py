"""Coming in with what another service vouches for: OpenID Connect, Discord, Telegram, or a proxy in front of the page.

May import: `identity`. A further service is a `SignInService` beside these, made in `bot/web/sign_in_services.py`.
"""
