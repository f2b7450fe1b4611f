"""The dashboard. Start it with `make run`, or `streamlit run dashboard.py`.

Streamlit runs this file as the script of each session, and imports it once as the server's application, whose extra routes serve the
map's scripts and its packed columns. The page is imported by the script alone: components register with a running session.
"""

from __future__ import annotations

if __name__ == "__main__":
    from events.ui.page import show_page

    show_page()
elif __name__ != "__mp_main__":  # a process that imports a file is given this script under that name, and needs nothing of it
    import streamlit as st
    from starlette.middleware import Middleware

    from events.ui.promptly import Promptly
    from events.ui.routes import routes
    from events.ui.unchanging import Unchanging
    from events.ui.warm import warmed

    app = st.App(__file__, lifespan=warmed, routes=routes(), middleware=[Middleware(Promptly), Middleware(Unchanging)])
