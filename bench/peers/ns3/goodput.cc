// A bulk transfer over 1 Gbit/s and 10 ms with ns-3's TcpNewReno: how much of it
// arrives between two points of time, at a given loss of packets towards the
// receiver. Prints a line of JSON.
#include <cstdio>
#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"
#include "ns3/traffic-control-module.h"

using namespace ns3;

static uint64_t g_received = 0; // bytes that the receiver has read
static uint64_t g_before = 0;   // those before the time that counts

static void Fill(Ptr<Socket> socket, uint32_t) {
  while (socket->GetTxAvailable() > 0) {
    const uint32_t most = std::min<uint32_t>(65536, socket->GetTxAvailable());
    if (socket->Send(Create<Packet>(most)) <= 0) return;
  }
}

static void Connected(Ptr<Socket> socket) { Fill(socket, 0); }

static void Read(Ptr<Socket> socket) {
  while (Ptr<Packet> packet = socket->Recv()) {
    if (packet->GetSize() == 0) return;
    g_received += packet->GetSize();
  }
}

static void Begin() { g_before = g_received; }

static void Accept(Ptr<Socket> socket, const Address&) {
  socket->SetRecvCallback(MakeCallback(&Read));
}

int main(int argc, char** argv) {
  double loss = 0, from = 5, until = 45;
  bool sack = false;
  uint32_t seed = 1, delack = 2, buffer = 8000000;
  CommandLine command;
  command.AddValue("loss", "part of the packets towards the receiver that is lost", loss);
  command.AddValue("from", "second from which on bytes count", from);
  command.AddValue("until", "second up to which they do", until);
  command.AddValue("sack", "whether SACK is in use", sack);
  command.AddValue("seed", "seed of the losses", seed);
  command.AddValue("delack", "segments that one ACK acknowledges", delack);
  command.Parse(argc, argv);

  RngSeedManager::SetSeed(seed);
  Config::SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(TcpNewReno::GetTypeId()));
  Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(1448));
  Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(buffer));
  Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(buffer));
  Config::SetDefault("ns3::TcpSocket::DelAckCount", UintegerValue(delack));
  Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(sack));

  NodeContainer nodes;
  nodes.Create(2);
  PointToPointHelper cable;
  cable.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
  cable.SetChannelAttribute("Delay", StringValue("10ms"));
  cable.SetQueue("ns3::DropTailQueue", "MaxSize",
                 QueueSizeValue(QueueSize(QueueSizeUnit::PACKETS, 1000000)));
  NetDeviceContainer devices = cable.Install(nodes);
  InternetStackHelper stack;
  stack.SetIpv6StackInstall(false);
  stack.Install(nodes);
  Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
  Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
  TrafficControlHelper().Uninstall(devices); // the device's queue is the only one
  if (loss > 0) {
    Ptr<RateErrorModel> errors = CreateObject<RateErrorModel>();
    errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    errors->SetRate(loss);
    devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
  }

  Ptr<Socket> door = Socket::CreateSocket(nodes.Get(1), TcpSocketFactory::GetTypeId());
  door->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
  door->Listen();
  door->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                          MakeCallback(&Accept));
  Ptr<Socket> socket = Socket::CreateSocket(nodes.Get(0), TcpSocketFactory::GetTypeId());
  socket->SetConnectCallback(MakeCallback(&Connected), MakeNullCallback<void, Ptr<Socket>>());
  socket->SetSendCallback(MakeCallback(&Fill));
  socket->Connect(InetSocketAddress(interfaces.GetAddress(1), 80));

  Simulator::Schedule(Seconds(from), &Begin);
  Simulator::Stop(Seconds(until));
  Simulator::Run();
  printf("{ \"loss\": %g, \"sack\": %s, \"delack\": %u, \"seed\": %u, \"from\": %g, \"until\": %g, "
         "\"bytes\": %lu }",
         loss, sack ? "true" : "false", delack, seed, from, until, g_received - g_before);
  Simulator::Destroy();
}
