"""Signatures as the specification has them, and addresses that no message may go to."""

import base64
import socket
import threading
import time
from ipaddress import ip_address

import pytest
from standardwebhooks import Webhook

from linewise.core.errors import BadInput
from linewise.webhooks import checked, new_secret, resolved, sending
from linewise.webhooks.addresses import may
from linewise.webhooks.signing import headers, signature
from tests.pipelines.receiver import Receiver


def test_the_signature_is_that_of_the_specifications_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    given = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert given == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_programs_check_takes_our_messages_and_no_changed_ones() -> None:
    secret, body = new_secret(), '{"type":"test","data":{"words":"Café, 😀"}}'
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    sent = dict(headers(secret, "msg_1", int(time.time()), body))
    assert Webhook(secret).verify(body, sent)["type"] == "test"
    with pytest.raises(Exception, match="signature"):
        Webhook(secret).verify(body.replace("test", "text"), sent)
    with pytest.raises(Exception, match="signature"):
        Webhook(new_secret()).verify(body, sent)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "gopher://example.org",
        "example.org/hook",
        "https://me:secret@example.org/",
        "https://me@example.org/",
        "https:///path",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://example.org/a b",
        "https://example.org/\r\nx: y",
        "https://example.org/#part",
        "https://[::1",
        "https://example.org/" + "x" * 3_000,
    ],
)
def test_a_url_that_is_no_address_of_a_hook_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked(url)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("address", "anywhere", "private"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.0.9", False, True),
        ("172.16.0.1", False, True),
        ("fd00::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("::ffff:93.184.216.34", True, True),
        ("64:ff9b::7f00:1", False, True),
        ("169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("2002:a9fe:a9fe::1", False, False),
        ("64:ff9b::a9fe:a9fe", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("255.255.255.255", False, False),
        ("240.0.0.1", False, False),
    ],
)
def test_where_a_message_may_go(address: str, anywhere: bool, private: bool) -> None:
    assert may(ip_address(address), private=False) is anywhere
    assert may(ip_address(address), private=True) is private


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1", "0"])
def test_no_way_of_writing_it_makes_this_machine_another(host: str) -> None:
    try:
        with pytest.raises(BadInput):
            resolved(checked(f"http://{host}/"), private=False)
    except OSError:
        # This system does not know that way of writing it, and so goes nowhere.
        return


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = [(307, {"location": receiver.url})]
    answer = sending.send(receiver.url, new_secret(), id="msg_1", body="{}", private=True)
    assert (answer.status, answer.ok, len(receiver.tried)) == (307, False, 1)
    assert "redirect" in answer.error


def test_the_name_is_sent_though_the_address_is_what_is_connected_to(receiver: Receiver) -> None:
    url = receiver.url.replace("127.0.0.1", "localhost")
    assert sending.send(url, new_secret(), id="msg_1", body="{}", private=True).ok
    assert receiver.headers[0]["host"] == url.split("/")[2]
    assert receiver.headers[0]["user-agent"] == "linewise"
    assert not sending.send(url, new_secret(), id="msg_2", body="{}", private=False).ok
    assert receiver.tried == ["msg_1"]


def test_a_receiver_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE", 0.5)
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def drip() -> None:
        peer, _ = server.accept()
        with peer:
            peer.sendall(b"HTTP/1.1 200 OK\r\nx: ")
            try:
                while not done.wait(0.1):
                    peer.sendall(b"y")
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    began = time.monotonic()
    port = server.getsockname()[1]
    answer = sending.send(f"http://127.0.0.1:{port}/", new_secret(), id="msg_1", body="{}", private=True)
    assert not answer.ok and answer.status is None
    assert time.monotonic() - began < 5
    done.set()
    thread.join()
    server.close()


def test_what_is_no_answer_is_told(receiver: Receiver) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def nonsense() -> None:
        peer, _ = server.accept()
        with peer:
            peer.recv(100_000)
            peer.sendall(b"\x00\xff nonsense\r\n\r\n")

    thread = threading.Thread(target=nonsense)
    thread.start()
    port = server.getsockname()[1]
    answer = sending.send(f"http://127.0.0.1:{port}/", new_secret(), id="msg_1", body="{}", private=True)
    thread.join()
    server.close()
    assert answer.status is None and "made no sense" in answer.error
    assert (
        "No connection"
        in sending.send(f"http://127.0.0.1:{port}/", new_secret(), id="msg_1", body="{}", private=True).error
    )
    assert sending.send("https://no.such.invalid/", new_secret(), id="m", body="{}", private=False).error
