"""The documents of preparation: summons, attendance sheets, plannings, lists, blank sheets, nominations."""
