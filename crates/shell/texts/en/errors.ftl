# Error pages: what happened, what was kept, what to do next. None of them may be read as an answer about an officer.

error-no-answer = This page says nothing about any officer. You have not been told that anybody is, or is not, a police officer.
error-danger = If you feel unsafe or in danger, call 999. You do not need this page to do that.
reference-to-quote = Reference to quote if you contact us: { $reference }
error-wrong-fields = What needs changing

missing-title = Page not found
missing-kept = Nothing was lost.
missing-next = If you typed the web address, check that it is correct. If you pasted it, check that you copied all of it.

invalid-title = Something you sent needs changing
invalid-kept = Nothing you entered was stored.
invalid-next = Go back, change it and send it again.

conflict-title = Something changed while you were doing this
conflict-kept = What was there before is kept. What you sent was not recorded.
conflict-next = Go back, load the page again and look at what it says now.

forbidden-title = You cannot do this
forbidden-kept = Nothing was changed or recorded.
forbidden-next = If you think you should be able to do this, ask the person who gave you access.

unauthenticated-title = You need to sign in
unauthenticated-kept = Nothing was changed or recorded.
unauthenticated-next = Sign in and try again.

too-many-title = Too many requests came from your connection
too-many-kept = Nothing was stored. If you typed something, it is still on this page.
too-many-next = Many people can share one connection, so this may have nothing to do with you. Wait, then try again.
too-many-wait = { $seconds ->
    [one] Wait 1 second, then try again.
   *[other] Wait { $seconds } seconds, then try again.
}
too-many-working = Your device is solving a small puzzle to show that it is not a program trying codes. This takes a few seconds.
too-many-ring = If you cannot wait, ring the control room of the force on a number you already know, or ring 101. In an emergency, call 999.
too-many-again = Try again

unavailable-title = Sorry, the service is not working
unavailable-kept = Nothing was recorded.
unavailable-next = Try again in a few minutes. To check an officer now, ring the control room of the force on a number you already know, or 101.

bug-title = Sorry, there is a problem with the service
bug-kept = What you sent was not recorded.
bug-next = The fault is ours. It has been recorded and will be looked at. Try again later.

cross-site-title = This came from another website
cross-site-kept = Nothing was changed or recorded.
cross-site-next = Another website tried to send something here in your name. Open this service yourself and start again.

too-large-title = What you sent is too large
too-large-kept = Nothing was stored.
too-large-next = Shorten it and send it again.

method-title = This page cannot be used like that
method-kept = Nothing was changed or recorded.
method-next = Go back to the start and try again.

timeout-title = That took too long
timeout-kept = We cannot say whether it was recorded.
timeout-next = Go back and check before you send it again.

error-go-to-start = Go to the start
